import { buildLexicon, findHits } from "./lexicon.ts";
import { tokenize } from "./tokens.ts";

/** Which subjects a department, queue or broad category deals with, by the words such a choice is called. */
interface Department {
  subjects: string[];
}

const departments: [Department, string][] = [
  [
    { subjects: ["bill", "charge", "payment", "refund", "directDebit", "tax", "salary", "discount", "topUp"] },
    "billing finance accounting accounts invoices payment* money charges buchhaltung abrechnung rechnung* facturation comptabilite facturacion cobros contabilita fatturazione faturamento facturatie",
  ],
  [
    { subjects: ["delivery", "order", "return", "exchange", "foodOrder"] },
    "shipping delivery deliver* logistics fulfil* orders warehouse versand lieferung logistik livraison expedition envio* logistica spedizion* entrega* verzending levering",
  ],
  [
    {
      subjects: [
        "internet",
        "app",
        "device",
        "software",
        "login",
        "password",
        "phone",
        "verification",
        "export",
        "smartHome",
      ],
    },
    "technical tech technology it_support support_technical troubleshoot* technik* technisch* technique tecnic* informatique",
  ],
  [
    { subjects: ["availability", "product", "plan", "discount", "clothes"] },
    "sales pre-sales commercial vertrieb verkauf ventes ventas vendite vendas verkoop",
  ],
  [
    { subjects: ["account", "login", "password", "personalData", "identity", "privacy", "verification"] },
    "account accounts access profile user_management konto zugang compte cuenta conta",
  ],
  [
    {
      subjects: [
        "hotel",
        "hotelService",
        "flight",
        "train",
        "ride",
        "carRental",
        "luggage",
        "visa",
        "trip",
        "directions",
        "bus",
      ],
    },
    "travel transport* mobility hospitality tourism reise* verkehr voyage* viaje* viaggi* viagem reizen",
  ],
  [
    {
      subjects: [
        "balance",
        "transfer",
        "bankCard",
        "pin",
        "cash",
        "bankAccount",
        "loan",
        "creditScore",
        "statement",
        "exchangeRate",
        "fraud",
        "topUp",
      ],
    },
    "bank banking financ* cards credit bank* banque banca banco",
  ],
  [{ subjects: ["insurance", "claim"] }, "insurance versicherung* assurance* seguro* assicuraz* verzekering*"],
  [
    { subjects: ["doctor", "medication", "symptoms", "medicalHistory", "appointment"] },
    "health healthcare medical medicine clinical gesundheit* medizin* sante medic* salud salute saude zorg",
  ],
  [
    { subjects: ["apartment", "viewing", "utilities"] },
    "housing real_estate property home rent immobil* logement vivienda casa",
  ],
  [{ subjects: ["restaurant", "foodOrder", "cooking"] }, "food dining kitchen essen restauration comida cibo"],
  [
    { subjects: ["music", "game", "smallTalk", "news", "event", "party"] },
    "entertainment leisure fun media unterhaltung loisirs ocio",
  ],
  [
    { subjects: ["leave", "job", "salary", "meeting"] },
    "hr human_resources work office personal* ressources_humaines recursos_humanos",
  ],
  [
    { subjects: ["complaint", "feedback", "contact"] },
    "complaint* customer_care customer_relations beschwerde* reclamation* queja* reclam*",
  ],
  [
    { subjects: ["fraud", "safety", "privacy", "contract"] },
    "fraud risk legal compliance security safety recht* sicherheit juridique legal seguridad",
  ],
];

const lexicon = buildLexicon(departments.map(([means, words]) => ({ means, words })));

/** The subjects that a choice such as "Technical support" deals with. */
export function subjectsOfDepartment(choice: string): ReadonlySet<string> {
  return new Set(findHits(lexicon, tokenize(choice), choice, 0).flatMap((hit) => hit.means.subjects));
}
