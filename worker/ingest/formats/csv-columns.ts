/** What a column of a table may hold. */
export const columnRoles = [
  "id",
  "index",
  "time",
  "role",
  "text",
  "messages",
  "transcript",
  "question",
  "answer",
  "title",
  "author",
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** Column names by what they hold, in the languages exports come in; compared without case, accents and separators. Data, not code. */
const names: Record<ColumnRole, string> = {
  id: `id conversation_id conversationid conv_id convid conversation session_id session chat_id chatid thread_id threadid thread dialog_id
    dialogue_id ticket_id ticketid ticket ticket_number case_id case case_number call_id contact_id interaction_id external_id uuid key
    gespraechs_id gesprächs_id gespräch gesprächsnummer vorgang vorgangs_id vorgangsnummer fall fallnummer sitzung sitzungs_id chat_nr
    konversation konversations_id unterhaltung
    id_conversación conversación id_sesión sesión id_chat caso id_caso
    id_conversation id_session id_discussion discussion dossier numéro_dossier
    id_conversa conversa id_sessão sessão atendimento protocolo chamado
    id_conversazione conversazione id_sessione sessione pratica
    gesprek gesprek_id gesprekid rozmowa id_rozmowy samtal samtals_id görüşme görüşme_id диалог диалог_id id_диалога
    会話id 会話 対話id セッションid 对话id 会话id 对话 会话 대화id 대화`,
  index: `message_index message_idx msg_index index idx seq sequence sequence_number turn turn_index turn_id turn_number position order
    message_number message_no msg_no utterance_idx utterance_index nr no num number line
    nummer lfd_nr laufende_nummer reihenfolge pos índice indice número numéro numero ordre orden ordem ordine volgnummer kolejność
    番号 順番 序号 顺序 순번`,
  time: `timestamp time date datetime date_time created_at createdat created sent_at sentat sent started_at start_time message_time ts
    zeitstempel zeit datum uhrzeit datum_uhrzeit gesendet gesendet_am erstellt erstellt_am
    fecha hora fecha_hora fecha_y_hora enviado creado
    date_heure heure horodatage envoyé_le créé_le
    data hora_data data_hora data_e_hora enviado_em criado_em ora data_ora orario tijd tijdstip datum_tijd czas data_czas tid tarih saat
    дата время 日時 日付 時刻 时间 日期 시간 날짜`,
  role: `role sender speaker from participant sender_type author_type speaker_role actor who party participant_role message_role user_type
    rolle absender sprecher sprecherin von rol remitente emisor hablante quien
    rôle expéditeur locuteur émetteur auteur papel remetente falante ruolo mittente parlante afzender spreker rola nadawca roll
    avsändare gönderen отправитель роль автор 役割 送信者 発言者 话者 角色 发送者 역할 발신자`,
  text: `content text message body utterance msg message_text message_body message_content comment post review feedback tweet caption selftext share_commentary commentary
    nachricht nachrichtentext inhalt beitrag kommentar äußerung
    mensaje texto contenido comentario
    contenu texte commentaire
    mensagem conteúdo comentário
    messaggio testo contenuto commento
    bericht inhoud tekst wiadomość treść meddelande innehåll mesaj metin içerik сообщение текст
    本文 メッセージ 内容 発言 消息 文本 메시지 내용`,
  messages: "messages messages_json conversation_json turns nachrichten mensajes mensagens messaggi",
  transcript: `transcript transcription dialogue dialog chat chat_log chatlog conversation_text full_text full_transcript
    transkript gesprächsverlauf verlauf chatverlauf protokoll
    transcripción diálogo conversación_completa retranscription transcrição trascrizione dialogo transkrypcja transcriptie 文字起こし`,
  question: `question user_input userinput prompt input query user_message user_query user_text customer_message instruction request
    customer human frage eingabe anfrage kundenfrage pregunta consulta domanda richiesta pergunta vraag pytanie вопрос 質問 问题 질문`,
  answer: `answer response bot_response botresponse output reply assistant_message assistant_response agent_response agent_reply
    completion model_response antwort ausgabe respuesta réponse risposta resposta antwoord odpowiedź ответ 回答 応答 答案 답변`,
  title: "title subject betreff titel asunto título objet titre oggetto titolo assunto onderwerp 件名 标题",
  author: "author author_name user_name username customer_name agent_name name",
};

const roleOf = new Map<string, ColumnRole>();
for (const role of Object.keys(names) as ColumnRole[]) {
  for (const name of names[role].split(/\s+/)) if (!roleOf.has(plain(name))) roleOf.set(plain(name), role);
}

/** What a column's name says it holds, null where it says nothing. */
export function columnRole(name: string): ColumnRole | null {
  return roleOf.get(plain(name)) ?? null;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ß", "ss");
}

const counts = new Set(
  "likes shares retweets reposts favorites favourites impressions views score ups upvotes num_comments reactions plays saves".split(
    " ",
  ),
);

/** Whether a column counts what readers did with a post. */
export function isMetric(name: string): boolean {
  return counts.has(name.trim().toLowerCase());
}
