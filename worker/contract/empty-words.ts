/**
 * How an answer can be empty: `unsaid`, the content does not say; `none`, there is no such thing; `other`, it fits none of
 * the words there are.
 */
export type Emptiness = "unsaid" | "none" | "other";

/**
 * Answers that say nothing, whole and in whatever case: what the templates offer, what the built-in engine says, and what
 * models write in their place. A word of one meaning only: "Unknown charge" is a matter, "unknown" is none; "null", "rest"
 * and the plain no of any language are answers.
 */
export const emptyWords: Record<Emptiness, string[]> = {
  unsaid: `not stated|not said|not given|not mentioned|not specified|not provided|not applicable|not clear|not sure
    not determined|not known|not named|not indicated|none given|none stated|none mentioned|none specified|none provided
    nothing stated|nothing said|nothing mentioned|unstated|unspecified|unknown|unclear|undetermined|unsure|uncertain
    indeterminate|unidentified|inconclusive|n/a|n.a.|na|tbd|cannot tell|can't tell|can not tell
    cannot say|can't say|cannot be determined|cannot determine|hard to tell|don't know|do not know|no answer given
    no information|no info|no data|no details|insufficient information|not enough information|not enough text
    not enough context|no reason given|no cause given|no reason|outcome not stated|unknown language|und|unlabelled|unlabeled
    nicht genannt|nicht angegeben|nicht erwähnt|nicht erkennbar|nicht bekannt|keine angabe|keine angaben|k. a.|ohne angabe
    unbekannt|unklar|kein grund genannt|kein grund angegeben
    non précisé|non précisée|non spécifié|non spécifiée|non indiqué|non indiquée|non mentionné|non mentionnée|inconnu
    inconnue|pas précisé|indéterminé|indéterminée|sans objet
    no indicado|no indicada|no especificado|no especificada|no mencionado|no mencionada|no consta|sin especificar
    sin indicar|desconocido|desconocida|n/d
    non specificato|non specificata|non indicato|non indicata|non menzionato|non dichiarato|sconosciuto|sconosciuta
    non noto|non nota
    não informado|não informada|não especificado|não especificada|não mencionado|não mencionada|não indicado
    desconhecido|desconhecida
    niet vermeld|niet genoemd|niet gespecificeerd|niet aangegeven|onbekend|onduidelijk
    nie podano|nie określono|nieznane|nieznany|brak danych|brak informacji
    не указано|не указана|не указан|не упомянуто|неизвестно|неясно|нет данных
    belirtilmemiş|belirtilmedi|bilinmiyor|okänd|ej angivet|ukjent|ukendt
    不明|記載なし|言及なし|未記載|未知|未说明|未提及|未提供|不详|不清楚|알 수 없음|명시되지 않음|언급 없음
    غير معروف|غير محدد|غير مذكور|अज्ञात|उल्लेख नहीं`.split(/[|\n]/),
  none: `none|nothing|no one|nobody|none of these|none of them|none of the above
    keine|keiner|keines|nichts|aucun|aucune|rien|ninguno|ninguna|nada|nessuno|nessuna|niente|nenhum|nenhuma|geen|niets
    brak|ничего|ingen|なし|無し|없음|لا يوجد|कोई नहीं`.split(/[|\n]/),
  other:
    `other|others|something else|anything else|other topic|other reason|misc|miscellaneous|general or other|other or general
    andere|anderes|anderer|sonstige|sonstiges|sonstige themen|verschiedenes
    autre|autres|otro|otra|otros|otras|altro|altra|outro|outra|outros|outras|overig|overige|inne|другое|прочее|иное|diğer
    annat|övrigt|annet|andet|その他|其他|其它|기타|أخرى|अन्य`.split(/[|\n]/),
};

/** Of these, what says nothing where nobody listed it, but something as one of a closed list: a test that is inconclusive. */
export const emptyOnlyUnlisted: string[] =
  `unclear|not clear|unsure|uncertain|not sure|undetermined|not determined|indeterminate|inconclusive|unidentified|tbd|na|und
    hard to tell|don't know|do not know|no information|no info|no data|no details|no reason|not named|not known|not given
    not provided|none given|none provided|insufficient information|not enough information|not enough context
    nothing|no one|nobody|unklar|indéterminé|indéterminée|onduidelijk|неясно|不清楚|brak danych|brak informacji|нет данных
    something else|anything else|brak|nada|rien|nichts|niets|niente|ничего`.split(/[|\n]/);
