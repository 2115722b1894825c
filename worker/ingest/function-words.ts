/**
 * The small words that hold a language together: in a few words they say more than n-grams do. General vocabulary, most
 * frequent words first; a word of several languages counts for each of them, and for less.
 */
const lists: Record<string, string> = {
  en: `the a an and of to is in that it i you for on with my this have do be are at not what how can me was your will please where
    when show set add delete remind cancel get any all from would could should there which who why has were been they we our hello hi
    hey thanks thank yes sorry help order need want tomorrow today play find give tell does did`,
  de: `der die das und ich ist nicht ein eine einen zu den dem mit auf für von es sie wie was wo wann mir mich mein meine meinen heute
    morgen bitte wird im am um ja nein kann haben habe hat sind wir aber oder noch auch bei nach aus hallo danke alle dass uhr gibt`,
  fr: `le la les de des du un une et je est pas que qui pour dans sur avec mon ma mes ce cette à au aux en il elle nous vous ne où quand
    comment quel quelle bonjour merci oui non demain sont ai suis avez être plus votre s'il svp salut bonsoir tous toutes`,
  es: `el la los las de del un una y es en que no por para con mi mis me se lo qué cómo dónde cuándo cuál hola gracias sí está estoy tengo
    mañana hoy todos todas su al pero como hay muy más quiero puede puedo ser ese esta este buenas adiós favor recordatorio`,
  pt: `o a os as de do da dos das um uma e é em no na que não por para com meu minha me se qual como onde quando olá obrigado obrigada sim
    está estou tenho amanhã hoje todos você eu mas muito mais quero pode posso ser esse esta isso oi tchau`,
  it: `il lo la i gli le di del della dei un una e è in che non per con mio mia mi si ci cosa come dove quando quale ciao grazie sì sono ho
    domani oggi tutti tutte alle alla al da su ma anche più vorrei posso può questo questa buongiorno buonasera prego nel`,
  nl: `de het een en van ik is niet op te dat voor met mijn die in zijn er aan om hoe wat waar wanneer naar ben heb kan je jij u wij we maar
    ook bij nog morgen vandaag alle moet wil dit deze graag bedankt hoi dank goedemorgen laat zien worden wordt zal heeft`,
  da: `og er det jeg en et at på af til for med ikke den de der mig min mit mine hvad hvordan hvor hvornår skal kan vil har i dag morgen fra om
    alle hej tak ja nej du vi som også efter ved blive bliver klokken vis slet tilføj hvilken ud op nu noget så når været`,
  no: `og er det jeg en et å på av til for med ikke den de der meg min mitt mine hva hvordan hvor når skal kan vil har i dag morgen fra om alle
    hei takk ja nei du vi som også etter ved bli blir klokken vis slett legg hvilken ut opp nå noe så hvilke fram bare være`,
  sv: `och är det jag en ett att på av till för med inte den de där mig min mitt mina vad hur var när ska kan vill har i dag imorgon från om
    alla hej tack ja nej du vi som också efter vid bli blir klockan visa ta bort lägg vilken ut upp nu något så vara`,
  fi: `ja on ei se että en hän oli mutta minun minä sinä mitä miten missä milloin kun kiitos hei kyllä tänään huomenna olen ole voi haluan
    tämä kaikki myös niin vain jos kanssa onko saa olla ovat`,
  pl: `i w nie na się z do to że jest co jak gdzie kiedy mi mój moja mnie o od za po ale czy tak już jestem mam dziś jutro proszę dziękuję
    cześć dzień dobry wszystkie dla jaka jaki są był może przez tylko`,
  cs: `a se v na je to že s z do o i jak kde kdy co mi můj moje pro ale ne ano děkuji prosím ahoj dobrý den dnes zítra jsem mám jsou všechny
    který která byl jen také by od za po`,
  ro: `și de la în nu este un o pe cu mi eu că ce cum unde când pentru din care sunt am mulțumesc bună da azi mâine toate meu mea vă rog ai are`,
  hu: `a az és nem hogy egy van ez is ki mit hol mikor hogyan kérem köszönöm igen szia holnap ma minden nekem az én vagyok de meg csak mi lesz el fel`,
  tr: `ve bir bu için ne mi mı mu mü ben benim da de ile var yok nasıl nerede kaç hangi bana beni yarın bugün saat sabah akşam tüm bütün lütfen
    merhaba teşekkürler evet hayır selam olacak oluştur ekle sil göster hatırlat kur hava çok daha kadar sonra gibi iptal et değil`,
  id: `yang dan di ini itu dengan untuk tidak saya aku apa apakah ada dari ke pada akan adalah bisa dalam sebuah semua besok hari jam berapa
    bagaimana dimana kapan tolong terima kasih ya kamu anda karena sudah belum juga atau seperti buat tampilkan atur hapus pengingat bantu mau`,
  ms: `yang dan di ini itu dengan untuk tidak saya aku apa adakah ada dari ke pada akan ialah boleh dalam sebuah semua esok hari pukul berapa
    bagaimana bila tolong terima kasih ya awak anda kerana sudah belum juga atau seperti sahaja nak tak kereta wang hendaklah ahad`,
  tl: `ang ng sa na mga ko ka ako at ay si hindi mo ba po para kung ano saan kailan paano salamat oo opo ito iyan lang din rin may wala naman`,
  vi: `là của và có không tôi cho với này được một các những ở đã sẽ gì khi nào đâu như thế cảm ơn xin chào ngày mai hôm nay bạn tất cả`,
  ca: `el la els les de del un una i és en que no per amb meu meva em es què com on quan hola gràcies sí està tinc demà avui tots totes però més aquest`,
  hr: `i je u na se da ne za od to su što kako gdje kada moj moja mi me ali ili hvala molim bok danas sutra sve sam nije koji iz po bi`,
};

/** For each word the languages that have it, and how much it says for one of them. */
const languagesOf = new Map<string, string[]>();
for (const [language, list] of Object.entries(lists)) {
  for (const word of new Set(list.split(/\s+/))) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
}

/** Words looked at, where nothing else is said. */
const mostWords = 80;

/** How much the small words of a text say for each language. @param words in lower case @param most words looked at */
export function functionWordVotes(words: readonly string[], most = mostWords): Map<string, number> {
  const votes = new Map<string, number>();
  const seen = Math.min(words.length, most);
  for (let place = 0; place < seen; place++) {
    const languages = languagesOf.get(words[place] ?? "");
    if (!languages) continue;
    for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length);
  }
  return votes;
}
