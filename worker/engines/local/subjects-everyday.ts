import type { Subject } from "./subject.ts";

/** Devices and software, health, home, calendar and the small things one asks an assistant. */
export const everydaySubjects: Subject[] = [
  {
    id: "doctor",
    noun: "Doctor's appointment",
    label: "Doctor's appointment",
    actions: { cancel: "Appointment cancellation", change: "Appointment change", followUp: "Doctor follow-up" },
    words: `doctor* dr physician* gp dentist* clinic* checkup medical_appointment arzt* ärzt* *arzt *arzttermin zahnarzt* praxis medecin docteur dentiste medico dottor* doctora
      dentista consulta_medica medica huisarts* tandarts* dokter lekarz* dentyst* врач* доктор* стоматолог* doktor* hekim* 医者 病院 診察 歯医者 医生 看病 挂号 医院 의사* 병원* 진료* طبيب دكتور डॉक्टर*`,
  },
  {
    id: "medication",
    noun: "Prescription",
    label: "Prescription or medication",
    actions: {},
    words: `prescri* medication* medicine* refill* pharmacy dosage pills tablets rezept_ medikament* apotheke* tablette* ordonnance medicament* pharmacie receta* farmacia
      medicin* ricetta_medic* farmac* receita_medic* remedio* recept_ medicijn* apotheek* lek_ leki apteka* лекарств* рецепт_на аптек* ilac* recete* eczane* 薬 処方 药 处方 약국* 처방* دواء وصفة दवा*`,
    weight: 1,
  },
  {
    id: "symptoms",
    noun: "Symptoms",
    label: "Symptoms or health complaint",
    actions: {},
    words: `symptom* pain painful hurts ache headache* fever cough* nausea dizz* rash swollen schmerz* *schmerzen fieber husten übelkeit douleur* fievre toux mal_a_la dolor* fiebre tos_ dolore
      febbre tosse dor_ dores febre pijn koorts hoest* bol_ boli goraczk* kaszel боль болит температур*_высок* кашел* agri* ates oksuruk 痛い 痛み 熱 頭痛 疼 痛 发烧 咳嗽 아파* 통증* 열이 ألم حمى दर्द* बुखार*`,
    weight: 0.8,
  },
  {
    id: "medicalHistory",
    noun: "Medical history",
    label: "Medical history",
    actions: {},
    words: `surger* surgical operation_on diabetes hypertension blood_pressure asthma cancer allerg* family_history smoke_ cigarettes vorerkrank* operation_am bluthochdruck allergie* antecedents
      hipertension alergi* ipertension* hoge_bloeddruk nadcisnien* давлени* ameliyat* 手術 高血圧 アレルギー 手术 高血压 过敏 수술* 고혈압* عملية_جراحية सर्जरी`,
    weight: 0.75,
  },
  {
    id: "appointment",
    noun: "Appointment",
    label: "Appointment booking",
    actions: { book: "Appointment booking", cancel: true, change: true, status: "Appointment question" },
    words: `appointment* termin termine terminvereinbarung* rendez-vous rendez cita citas appuntament* consulta_marcad* marcacao afspra* wizyt* spotkan*_z запис*_на прием* randevu*
      アポ 面談 预约 約診 예약_시간 موعد अपॉइंटमेंट*`,
    weight: 0.8,
  },
  {
    id: "meeting",
    noun: "Meeting",
    label: "Meeting scheduling",
    actions: { cancel: "Meeting cancellation", change: "Meeting change", show: "Calendar overview" },
    words: `meeting* conference_room besprech* reunion* meet_with riunion* reuniao reunioes vergader* spotkani* zebrani* встреч* совещан* toplanti* 会議 打ち合わせ 会议 开会 회의* 미팅* اجتماع बैठक* मीटिंग*`,
    weight: 1,
  },
  {
    id: "calendar",
    noun: "Calendar",
    label: "Calendar",
    actions: {},
    words: `calendar* agenda my_schedule kalender* calendrier calendario* kalendarz* календар* takvim* カレンダー 予定 日历 日程 캘린더* 일정* تقويم कैलेंडर*`,
    weight: 0.9,
  },
  {
    id: "reminder",
    noun: "Reminder",
    label: "Reminder",
    actions: { cancel: "Reminder cancellation", show: "Reminder overview", add: "Set a reminder" },
    words: `remind reminder* remember_to erinner* rappel* recordatorio* recuerdame recuerda* promemoria ricordami ricorda* lembrete* lembre* herinner* przypomn* напомин* напомни* hatirlat*
      påmind* huska opomen* リマインダー リマインド 提醒 알림* 리마인더* تذكير ذكرني रिमाइंडर* याद_दिला*`,
    weight: 1.1,
  },
  {
    id: "alarm",
    noun: "Alarm",
    label: "Alarm",
    actions: { cancel: "Alarm cancellation", show: "Alarm overview", add: "Set an alarm", change: "Alarm change" },
    words: `alarm* wake_me timer* snooze wecker* weck* reveil* alarma* despertador* despierta* temporizador sveglia* svegli* desperta* wekker* wektop budzik* будильник* разбуди* saat_kur* アラーム 目覚まし タイマー 闹钟
      計時 计时器 알람* 타이머* منبه المنبه अलार्म*`,
    weight: 1.2,
  },
  {
    id: "weather",
    noun: "Weather",
    label: "Weather forecast",
    actions: {},
    words: `weather* forecast* sunny raining will_it_rain rain snow snowing temperature_outside wetter* vorhersage regnet regnen schneit sonnig meteo pleuvoir pleut neige quel_temps
      clima tiempo_hace pronostico lluvia llover nieve meteo_ piovera pioggia nevic* previsao chover chuva tempo_em weer_ weerbericht regenen pogod* padac deszcz* погод* дожд* снег hava_durum* hava_nasil yagmur*
      yagacak 天気 雨 気温 天气 下雨 气温 降雨 날씨* 비가 طقس الطقس मौसम* बारिश*`,
    weight: 1.2,
  },
  {
    id: "internet",
    noun: "Internet",
    label: "Internet or connection",
    actions: {
      problem: "Internet problem",
      price: "Plan price",
      cancel: "Subscription cancellation",
      status: "Internet problem",
      repair: "Internet problem",
    },
    words: `internet wifi wi-fi router* broadband modem* connection fibre fiber dsl internetverbindung* wlan* verbindung_bricht connexion_internet box_internet fibra conexion_ router_ connessione_
      conexao_ internetverbinding* lacze swiatlowod интернет* роутер* baglanti* インターネット 回線 ルーター 网络 宽带 路由器 인터넷* 와이파이* إنترنت انترنت इंटरनेट*`,
    weight: 1.05,
  },
  {
    id: "idiom",
    noun: "Idiom",
    label: "Idiom",
    actions: {},
    // Turns of speech that hold a word of some subject and mean nothing by it.
    words: `of_course in_order_to in_order in_time on_time on_the_line on_the_phone by_the_way in_case at_the_moment out_of_order to_be_honest
      first_class en_cours bien_sur por_supuesto zum_kurs in_kurze`,
    weight: 0,
  },
  {
    id: "identification",
    noun: "Identification",
    label: "Identification",
    actions: {},
    // What one is asked for to prove who one is: said in every matter, the matter of none.
    words: `account_number account_no account_# order_number booking_number booking_id reference_number customer_number phone_number maiden_name
      childhood_pet my_pin_is pin_is date_of_birth security_question* kontonummer bestellnummer kundennummer buchungsnummer geburtsdatum numero_de_compte
      numero_de_commande numero_client numero_de_cuenta numero_de_pedido fecha_de_nacimiento numero_d'ordine numero_ordine numero_do_pedido numero_da_conta
      ordernummer klantnummer numer_zamowienia номер_заказа номер_счета siparis_numarasi 注文番号 口座番号 订单号 账号号码 주문번호* 계좌번호*`,
    weight: 0,
  },
  {
    id: "phone",
    noun: "Phone",
    label: "Phone or SIM",
    actions: { lost: "Lost phone", problem: "Phone problem", repair: "Phone problem" },
    words: `phone_is phone_won't my_phone smartphone* iphone* android sim_card sim_ roaming mein_handy *handy telefon_ mobilfunk* telephone_portable mon_telephone movil_ mi_telefono celular* cellulare* telemovel
      telefoon_ mijn_telefoon telefonu телефон* сим-карт* telefonum 携帯 スマホ 手机 휴대폰* 핸드폰* هاتف मोबाइल* फोन*`,
    weight: 0.85,
  },
  {
    id: "device",
    noun: "Device",
    label: "Device",
    actions: {
      problem: "Device problem",
      repair: "Device repair",
      return: "Return request",
      activate: "Device set-up",
      add: "Device set-up",
    },
    words: `laptop* computer* printer* tablet_ headphone* tv television washing_machine dishwasher fridge vacuum machine_ gerät* drucker* waschmaschine* rechner fernseher ordinateur* imprimante* machine_a_laver
      ordenador* impresora* lavadora computador* stampante lavatrice impressora geladeira wasmachine koelkast pralk* drukark* lodowk* компьютер* принтер* ноутбук* холодильник* стиральн* bilgisayar* yazici* buzdolab*
      パソコン プリンター 洗濯機 冷蔵庫 电脑 打印机 洗衣机 冰箱 컴퓨터* 노트북* 세탁기* حاسوب कंप्यूटर* लैपटॉप*`,
    weight: 0.95,
  },
  {
    id: "app",
    noun: "App",
    label: "App or website",
    actions: {
      problem: "App or website problem",
      change: "App or website",
      repair: "App or website problem",
      declined: "App or website problem",
    },
    words: `app apps application_crash* website* web_site webpage site_ browser* update_the_app webseite* internetseite* anwendung* appli site_web sitio_web pagina_web aplicacion sito applicazion* aplicativo aplikacj*
      strona_ stronie приложени* сайт* uygulama* アプリ サイト 应用 网站 软件 앱이* 앱* 홈페이지* تطبيق ऐप* वेबसाइट*`,
    weight: 0.9,
  },
  {
    id: "software",
    noun: "Software",
    label: "Software development",
    actions: { problem: "Software error" },
    words: `source_code write_code python javascript typescript api sdk function_ compile* stack_trace exception* sql database server_ deploy* git docker integration webhook* programm* quellcode* datenbank* logiciel* software programacion
      programmazione 代码 プログラム 程序 코드* कोड*`,
    weight: 0.75,
  },
  {
    id: "export",
    noun: "Data",
    label: "Data import or export",
    actions: {},
    words: `export_my export_data csv_export csv_file import_data data_export backup back_up daten_export* datenexport* exporter_les exportar_ esportar* eksport* экспорт* yedek* エクスポート 导出 내보내기*`,
    weight: 1,
  },
  {
    id: "utilities",
    noun: "Electricity, gas or water",
    label: "Electricity, gas or water",
    actions: { problem: "Utility outage" },
    words: `electric* power_outage power_cut gas_bill meter_reading water_bill heating boiler strom* heizung* zählerstand* gasrechnung* wasserrechnung* electricite chauffage compteur electricidad calefaccion contador_ luz_ elettric*
      riscaldament* contatore eletricidade energia_eletr* luz stroomstor* verwarming meterstand prad_ ogrzewan* licznik* электрич* отоплен* счетчик* elektrik* dogalgaz* 電気 ガス 水道 电费 停电 燃气 전기* 가스* كهرباء बिजली*`,
    weight: 1,
  },
  {
    id: "smartHome",
    noun: "Smart home",
    label: "Smart home",
    actions: {},
    words: `lights_on lights_off turn_on_the turn_off_the thermostat smart_home smart_speaker volume_ turn_up turn_down licht_an licht_aus lautstärke allume_la eteins_la enciende_la apaga_la accendi_la spegni_la acenda_ apague_
      doe_het_licht wlacz_swiatl* включи_свет isiklari_ 電気つけて 開燈 开灯 불_켜* أضئ लाइट*`,
    weight: 1,
  },
  {
    id: "music",
    noun: "Music",
    label: "Music and media",
    actions: {},
    words: `song songs music playlist* spotify album podcast* movie movies film films lied lieder musik* chanson* musique cancion* musica peliculas pelicula canzon* brani filme muziek liedje piosenk* muzyk* песн* музык* фильм* sarki* muzik*
      音楽 曲 映画 音乐 歌曲 电影 노래* 음악* 영화* أغنية موسيقى गाना गाने संगीत`,
    weight: 0.9,
  },
  {
    id: "cooking",
    noun: "Recipe",
    label: "Food and recipes",
    actions: {},
    words: `recipe* cook_ cooking ingredient* calorie* nutrition* meal_ bake how_long_to_cook rezept* kochen zutat* kalorien recette* cuisiner ingrediente* receta_de ricett* calorie receita_de recepten przepis* рецепт* калори* tarif_ver* yemek_tarif*
      レシピ 料理 カロリー 食谱 做菜 卡路里 레시피* 요리* وصفة_طبخ रेसिपी* पकाने`,
    weight: 1,
  },
  {
    id: "foodOrder",
    noun: "Food order",
    label: "Food order",
    actions: { cancel: "Order cancellation", problem: "Order problem", status: "Delivery status" },
    words: `pizza* burger* takeaway take-out takeout food_delivery order_food groceries sushi essen_bestellen lieferservice* commander_a_manger comida_a_domicilio cibo_a_domicilio comida_em_casa eten_bestellen jedzenie_na
      заказ*_еды yemek_siparis* 出前 デリバリー 外卖 배달* طعام खाना_ऑर्डर`,
    weight: 0.95,
  },
  {
    id: "game",
    noun: "Game",
    label: "Game or quiz",
    actions: {},
    words: `trivia quiz* riddle* play_a_game video_game* gaming console flip_a_coin flip_coin roll_dice roll_the_dice spiel_ spiele quiz_ rätsel* jeu_ jeux devinette juego* adivinanza* gioco giochi indovinell* jogo* raadsel* spelletje
      zagadk* gra_ gry игра* викторин* загадк* oyun* bilmece* クイズ ゲーム 游戏 谜语 퀴즈* 게임* لعبة खेल* पहेली*`,
    weight: 1.15,
  },
  {
    id: "smallTalk",
    noun: "Small talk",
    label: "Small talk",
    actions: {},
    words: `tell_me_a_joke joke* fun_fact who_are_you are_you_a_robot are_you_a_bot are_you_human how_old_are_you what_is_your_name where_are_you_from who_made_you meaning_of_life witz witze blague* chiste* barzellett* piada* mop_ zart_ шутк* анекдот* fıkra* saka_
      冗談 あなたは誰 笑话 你是谁 농담* نكتة चुटकुला*`,
    weight: 1.1,
  },
  {
    id: "translation",
    noun: "Translation",
    label: "Translation",
    actions: {},
    words: `translat* how_do_you_say how_would_you_say in_spanish in_french in_german übersetz* tradui* traduc* tradur* traduz* vertaal* przetlumacz* перевед*_на переводчик* cevir* 翻訳 翻译 번역* ترجم अनुवाद*`,
    weight: 1.1,
  },
  {
    id: "course",
    noun: "Course",
    label: "Course or study",
    actions: { book: "Course registration", cancel: "Course cancellation", add: "Course registration" },
    words: `course courses class_ classes university tuition homework exam exams enrol* lecture* studium kurs kurse prüfung* vorlesung* cours universite examen* curso* matricula universidad corso corsi esame esami universita faculdade cursus tentamen
      zajecia egzamin* studia курс_ курсы экзамен* университет* ders_ sinav* universite* 授業 試験 大学 课程 考试 学校 수업* 시험* دورة امتحان परीक्षा* कोर्स*`,
    weight: 0.9,
  },
  {
    id: "vehicle",
    noun: "Vehicle",
    label: "Vehicle and maintenance",
    actions: { problem: "Vehicle problem", repair: "Vehicle maintenance", book: "Vehicle maintenance" },
    words: `my_car change_my_oil change_the_oil engine_oil change_a_tire oil_change tire tires tyre* brake_ engine_light mpg gas_mileage jump_start flat_tire auto_ inspektion ölwechsel reifen* voiture_ pneu* vidange mi_coche mi_carro neumatic* cambio_de_aceite mia_auto gomme olio_motore meu_carro troca_de_oleo
      mijn_auto banden samochod* opon* машин* шин_ arabam lastik* 車検 タイヤ 汽车 轮胎 换油 자동차* 타이어* سيارتي गाड़ी*`,
    weight: 0.95,
  },
  {
    id: "pet",
    noun: "Pet",
    label: "Pets",
    actions: {},
    words: `my_dog my_cat puppy kitten vet_ veterinar* hund hunde katze tierarzt* chien  veterinaire perro gato cane_ gatto veterinari* cachorro hond dierenarts*  kot_ weterynarz* собак* кошк* ветеринар* kopek kedi veteriner* 犬 猫 动物医院 宠物 강아지* 고양이* كلب कुत्त*`,
    weight: 0.85,
  },
  {
    id: "time",
    noun: "Time or date",
    label: "Time or date",
    actions: {},
    words: `what_time_is_it current_time timezone time_zone what_day_is what_date wie_spät uhrzeit quelle_heure que_hora que_horas che_ore hoe_laat ktora_godzina который_час saat_kac 何時ですか 几点了 몇_시 كم_الساعة कितने_बजे`,
    weight: 1.2,
  },
  {
    id: "news",
    noun: "News",
    label: "News",
    actions: {},
    words: `news headlines nachrichten actualites noticias notizie nieuws wiadomosci новости haberler ニュース 新闻 뉴스* أخبار समाचार*`,
    weight: 0.9,
  },
];
