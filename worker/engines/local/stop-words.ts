import { foldWord } from "./tokens.ts";

/** Words that carry no subject, written for this project: function words and the small change of talk, per language. */
const functionWords: Record<string, string> = {
  en: `january february march april june july august september october november december
    a about above actually after again against all almost already also although always am an and another any anyone
    anything anyway are aren't around as at away back be because been before being below between both but by came can can't
    could couldn't did didn't do does doesn't doing don't done down during each either else enough even ever every everyone
    everything few first for from further gave get gets getting give given gives giving go goes going gone gonna gotta got had
    hadn't has hasn't have haven't having he he's her here hers herself him himself his how however i i'd i'll i'm i've if in
    instead into is isn't it it'd it'll it's its itself just keep kind last least less let let's like little look looking lot
    lots made make makes making many may maybe me mean might mine more most much must my myself need needed needing needs
    never new next no nobody none nor not nothing now of off often oh ok on once one ones only onto or other others ought our
    ours out over own part per perhaps put quite rather really said same saw say saying says see seem seems seen several
    shall she should shouldn't since so some somebody someone something soon still stuff such sure take taken takes taking tell
    than that that's the their theirs them themselves then there there's these they they're thing things think this those
    though thought through till to today together told tomorrow tonight too took toward tried try trying two three four five
    under until up upon us use used using very via wanna want wanted wanting wants was wasn't way we we'd we'll we're we've
    well went were weren't what what's whatever when where whether which while who who's whole whom whose why will with within
    without won't would wouldn't yes yesterday yet you you'd you'll you're you've your yours yourself day days time times week
    month year monday tuesday wednesday thursday friday saturday sunday am pm currently possible able different specific
    certain good bad great nice better best big small long short old right left high low another call called name named
    know knows knew show start stop come ask asked help happen happened wondering guess feel end fact bit lately anymore`,
  de: `januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag kam kamen kommt gekommen gestern heute morgen
    aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis bist bitte da
    dabei dadurch dafür daher damit dann daran das dass davon dazu dein deine dem den denn der des deshalb dessen die dies
    diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einfach er erst es etwa etwas euch
    euer für gab gar geben gegen gehen geht gemacht gerade gern gerne gestern gibt ging gut habe haben hat hatte hätte hätten
    heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jeden jeder jedes jetzt
    kann kannst kein keine keinen kommen kommt können könnte könnten lange lassen leider machen man mehr mein meine meinem
    meinen meiner mich mir mit möchte möchten morgen muss müssen nach nachdem nicht nichts noch nun nur ob oder ohne schon
    sehr sein seine seit selbst sich sie sind so soll sollte sollen sondern sonst über um und uns unser unsere unter viel
    viele vom von vor wann war waren warum was weg weil weiter welche welcher wenn wer werde werden wie wieder will wir wird
    wirklich wissen wo wollen wollte worden wurde würde würden zu zum zur zwar zwischen brauche brauchen tag tage mal bisschen`,
  fr: `janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
    a ai aie ainsi alors apres au aucun aussi autre autres aux avais avait avant avec avez avoir avons bien car ce ceci cela
    celle celui ces cet cette chez chose comme comment d'un d'une dans de depuis des deux doit donc du elle elles en encore
    entre est et etait etaient ete etes etre eu faire fait faut fois font il ils j'ai j'aimerais je jour jours jusqu la le les
    leur leurs lui là ma mais me meme mes moi moins mon même n'ai n'est ne ni non nos notre nous on ont ou oui où par parce pas
    peu peut peux plus pour pourquoi pouvez pourriez pouvoir pris puis qu'il quand que quel quelle quelque qui quoi rien sa
    sais sans se sera ses si son sont sous souhaite souhaiterais sur ta te tes toi ton toujours tous tout toute toutes tres
    trop très tu un une va vais vers veux voir voudrais voulais vos votre vous y été c'est s'il aujourd'hui besoin`,
  es: `enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo
    a al algo alguien alguna algunas alguno ahora algún ante antes aqui aquí asi así aun aunque bien cada casi como con
    contra cual cuando de del desde despues después dia dias donde dos durante e el ella ellas ellos en entre era eran eres es
    esa ese eso esta estaba estado estamos estan estar estas este esto estos estoy está están fue fueron gustaria gustaría ha
    haber habia había hace hacer hago han hasta hay he hemos hoy iba la las le les lo los mas me mi mis mientras muy más mucho
    nada ni no nos nosotros nuestra nuestro o os otra otro otros para pero podria podría por porque pues puede puedo que
    querria quería quien quiero quisiera qué se ser si sido siempre sin sobre solo son soy su sus sí también tambien tan tanto
    te tengo tener tenia tiene tienen toda todas todo todos tu tus un una uno unas unos usted va vamos vez voy y ya yo
    necesito necesita hola`,
  it: `a abbiamo ad adesso ai al alla alle allo altra altri altro anche ancora avere aveva avevo avete bene c'è che chi ci come
    con cosa così cui da dal dalla dalle dei del della delle dello deve devo di dopo dove due e ed era erano essere fa fare
    fatto fino fra già gli ha hai hanno ho i il in io l'ho la le lei li lo loro lui ma me mi mia mie miei mio molto ne nei nel
    nella nelle noi non nostra nostro o ogni oggi ora per perché però più poi posso potrei prima puo può qual quale quando
    quanto quella quelle quelli quello questa queste questi questo qui quindi sa se sei sempre senza si sia siamo sono sta
    stata stato sto su sua sue sugli sul sulla suo suoi tra troppo tu tua tuo tutti tutto un una uno va vi voglio vorrei è`,
  pt: `a ainda agora ao aos aquela aquele aqui as até bem com como da das de dele dela depois deve do dos e ela elas ele eles em
    entre era eram essa esse esta estava este estou está estão eu fazer fez foi foram gostaria ha havia hoje há isso isto ja já
    lhe mais mas me mesmo meu meus minha minhas muito na nao nas nem no nos nossa nosso não num numa o os ou para pela pelo
    pode poderia por porque posso precisa preciso quais qual quando que quem quero queria se seja sem sempre ser seu seus sim
    sobre sou sua suas só tambem também te tem tenho ter teve tinha toda todas todo todos tu tudo um uma umas uns vai você
    vocês vou é à`,
  nl: `aan al alle alleen als altijd andere ben bent bij daar dan dat de deze die dit doen door dus een eens en er ga gaan
    gaat geen geweest graag had hadden heb hebben heeft hem het hier hij hoe hun ik in is ja je jij jou jouw kan kon kunnen
    kunt maar maken me meer met mij mijn moet moeten naar nee niet nog nu of om omdat ons ook op over te toch toen tot u uit
    uw van veel voor waar want waren was wat we wel werd wie wil willen word worden wordt zal ze zelf zich zij zijn zo zou
    zouden`,
  pl: `a aby ale bardzo bez byc był była było być co czy dla do go i ich ile im ja jak jako jest jestem jeszcze jej jego już kiedy
    który która które lub ma mam mi mnie moge mogę moja moje moze może mój na nad nie nic o od on ona oni po pod poniewaz
    prosze proszę przed przez przy sa się sie są ta tak tam te tego tej ten to tu ty tylko tym w we wiec więc z za ze że żeby
    chce chcę chciałbym chciałabym potrzebuję`,
  sv: `alla att av blev bli de den det detta din du då där efter ej eller en ett från för ha han har hon hur i in inte jag kan
    man med men mig min mitt mot mycket ni nu när och om oss på sig sin ska skulle som så till upp ut var vi vid vill är över`,
  tr: `ama ancak bana ben beni benim bir biraz bu bunu da daha de degil diye en gibi hem her hic icin için ile ise istiyorum
    kadar ki mi mı mu ne neden nasil o olan olarak oldu olduğu sana sen siz size su şey ve var veya ya yok yapmak`,
  ru: `а без бы был была были было быть в вам вас весь во вот все всё вы где да даже для до его ее её если есть еще ещё же за и из
    или им их к как ко когда кто ли лучше меня мне мой моя моё может можно мы на надо нас не него нет ни но нужно нужен ну о
    об он она они от очень по под пожалуйста после потом почему при с сейчас себя сегодня со так там тебя то тоже только тот
    ты у уже хочу хотел хотела хотелось что чтобы это этот эта эти я`,
  ar: `في من على إلى الى عن مع هذا هذه ذلك أن ان لا ما لم لن هل كيف أنا انا أريد اريد هو هي نحن كان كانت قد يا أو او و ثم لكن كل بعد قبل عند لي لك
    التي الذي`,
  hi: `है हैं का की के को में से पर और यह वह मैं मुझे मेरा मेरी मेरे हम आप क्या नहीं था थी थे हो कर करना करें लिए एक भी तो ही कि जो इस उस चाहता चाहती चाहिए`,
  ja: `の に は を が と で も へ や か ね よ た て だ です ます した して する ない いる ある れる られる こと もの それ これ その この あの あれ から まで ので のに
    ください たい お ご い う ん さん そう どう 何 なに 私 僕 方 ため よう でしょ ませ ました ません でき`,
  zh: `的 了 是 我 你 他 她 它 们 我们 你们 他们 在 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 会 着 没有 看 好 自己 这 那 什么 吗 呢 吧 啊 请 想 可以 能 怎么 为什么
    给 让 把 被 对 还 再 个 帮 需要`,
  th: `ที่ และ ใน ของ เป็น มี ได้ ไม่ จะ ให้ ครับ ค่ะ คะ ผม ฉัน ว่า นี้ นั้น กับ แล้ว ก็ คุณ`,
  ko: `이 그 저 것 수 등 및 는 은 가 을 를 에 의 도 로 으로 와 과 제가 저는 좀 해주세요 하고 싶어요 있어요 있나요 합니다 입니다`,
};

/** Greetings, thanks and other words that fill a turn without saying what it is about. */
const fillers = `hello hi hey hiya howdy greetings morning afternoon evening thanks thank thx please pls cheers bye goodbye
  okay okey yeah yep yup nope alright awesome perfect excellent wonderful cool fine welcome sorry hmm um uh haha lol wow ah
  woche wochen monat monate jahr jahre stunde stunden minute minuten zwei drei vier fünf semaine semaines mois heure heures trois quatre cinq tres
  cuatro cinco semana semanas mes meses hora horas settimana settimane mese mesi ore tre quattro cinque duas três quatro personas personen personnes persone
  pessoas people person hour hours minute minutes weeks months years uur weken 我想 我要 今天 明天 stasera heute abend
  sir madam mate guys dear regards sincerely hallo guten moin servus danke vielen dank tschüss grüße bonjour bonsoir salut
  merci cordialement s'il plaît plait hola buenos buenas días dias tardes noches gracias adiós saludos ciao buongiorno
  buonasera salve grazie prego arrivederci olá ola oi bom boa tarde noite obrigado obrigada hoi goedemorgen bedankt dank
  groeten cześć dzień dobry dziękuję witam hej tack merhaba selam teşekkürler lütfen здравствуйте привет добрый день спасибо
  добрая こんにちは ありがとう ございます すみません お願い 您好 你好 谢谢 請 안녕하세요 감사합니다 مرحبا شكرا السلام عليكم नमस्ते धन्यवाद कृपया
  http https www com org net html img src href amp nbsp utm`;

export const stopWords: ReadonlySet<string> = new Set(
  [...Object.values(functionWords), fillers]
    .flatMap((line) => line.split(/\s+/).map(foldWord))
    .filter((word) => word !== ""),
);

/** Roles that speak for the house, not for the person who came with something. */
export const houseRoles: ReadonlySet<string> = new Set(
  `assistant agent bot system support operator advisor adviser representative rep staff model ai tool function developer
   admin doctor nurse helpdesk salesperson seller persuader berater mitarbeiter conseiller agente operatore`.split(
    /\s+/,
  ),
);
