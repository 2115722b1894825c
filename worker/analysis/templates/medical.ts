import { builtInTemplate } from "./built-in-template.ts";

export const medical = builtInTemplate({
  id: "tpl_medical",
  name: "Medical conversations",
  description:
    "Why patients come, what they report, how pressing it is and what is decided. It files what was said; it makes no " +
    "diagnosis.",
  category: "medical",
  facets: [
    {
      name: "visitReason",
      description: "Why the patient came or called: the main complaint or request, two to four words.",
      type: "label",
      examples: ["Knee pain", "Medication refill", "Annual check-up"],
    },
    {
      name: "bodyArea",
      description: "What the main complaint concerns, as a practice would sort it.",
      type: "choice",
      choices: [
        "heart and circulation",
        "lungs and breathing",
        "digestion",
        "muscles and joints",
        "skin",
        "nerves and head",
        "mental health",
        "ears, nose, throat, eyes",
        "hormones and metabolism",
        "kidneys and urinary tract",
        "pregnancy and women's health",
        "general or other",
      ],
    },
    {
      name: "symptoms",
      description: "Symptoms that the patient has, each in the usual word for it. Denied ones are left out.",
      type: "list",
      examples: ["headache", "shortness of breath", "rash"],
    },
    {
      name: "medications",
      description: "Medications named as taken or prescribed, each by its name as said.",
      type: "list",
      examples: ["ibuprofen", "metformin"],
    },
    {
      name: "urgency",
      description:
        "How soon it must be looked at, by what was said. routine: can wait; soon: within days; urgent: today; " +
        "emergency: at once.",
      type: "choice",
      choices: ["routine", "soon", "urgent", "emergency"],
    },
    {
      name: "redFlags",
      description:
        "Whether the patient reports an alarming sign: chest pain, trouble breathing, fainting, paralysis, heavy " +
        "bleeding, thoughts of suicide.",
      type: "boolean",
    },
    {
      name: "plan",
      description: "What is mainly decided to be done; none where nothing is.",
      type: "choice",
      choices: [
        "medication",
        "test or imaging",
        "referral",
        "procedure",
        "advice and self-care",
        "follow-up visit",
        "none",
      ],
    },
    {
      name: "distress",
      description: "How much it weighs on the patient: 1 hardly, 3 plainly worried or in pain, 5 cannot cope.",
      type: "score",
      min: 1,
      max: 5,
    },
  ],
});
