/** Words for who speaks, in the languages support desks export in, and the role each means. Data, not code. */
const words: Record<"user" | "assistant" | "system" | "tool", string> = {
  user: `user customer client human visitor guest consumer buyer shopper caller member requester end-user enduser contact lead me you
    kunde kundin nutzer nutzerin benutzer anrufer besucher mensch
    cliente usuario usuaria comprador humano
    utilisateur utilisatrice client cliente visiteur humain acheteur
    usuário usuária utilizador utente acquirente
    klant gebruiker klient klientka użytkownik kund användare kunde bruger bruker asiakas
    клиент пользователь покупатель müşteri kullanıcı
    お客様 顧客 ユーザー 客户 用户 客戶 使用者 고객 사용자`,
  assistant: `assistant agent advisor adviser bot chatbot ai gpt chatgpt claude model llm support operator rep representative staff employee
    helpdesk admin clerk virtual-assistant ai-assistant support-agent service csr team
    berater beraterin mitarbeiter mitarbeiterin assistent assistentin kundendienst kundenservice agentin
    agente asesor asesora asistente soporte
    conseiller conseillère assistante assistance
    atendente suporte operador operadora
    operatore operatrice assistente assistenza consulente
    medewerker konsultant doradca rådgivare asiakaspalvelu
    оператор агент ассистент поддержка temsilci danışman
    オペレーター 担当者 アシスタント サポート 客服 助手 坐席 상담원 상담사`,
  system: "system developer",
  tool: "tool function",
};

const roles = new Map<string, string>();
for (const [role, list] of Object.entries(words))
  for (const word of list.split(/\s+/)) if (!roles.has(word)) roles.set(word, role);

/** The role a word means, null where it is a name or anything else. */
export function knownRole(word: string): string | null {
  const plain = word.trim().toLowerCase();
  return roles.get(plain) ?? roles.get(plain.replaceAll(/[\s_]+/g, "-")) ?? null;
}

/** A role as it is stored: one of user, assistant, system, tool where the word means that, else the word in lower case. */
export function toRole(word: string): string {
  return knownRole(word) ?? word.trim().toLowerCase();
}
