import type { Subject } from "./subject.ts";

/** Travel, going out, places to stay and to live. */
export const travelSubjects: Subject[] = [
  {
    id: "hotel",
    noun: "Hotel",
    label: "Hotel question",
    actions: { book: true, search: true, cancel: true, change: true, problem: true },
    words: `hotel* *hotel hostel* motel* inn resort* bed_and_breakfast guesthouse* a_room_for unterkunft* übernachtung*
      hebergement* chambre_d'hotel alojamiento* habitacion* albergo alberghi alloggi* pousada* hospedagem overnacht* nocleg*
      отель отел* гостиниц* otel* konaklama ホテル 旅館 宿泊 酒店 宾馆 旅馆 飯店 호텔* 숙소* فندق होटल*`,
    weight: 1.1,
  },
  {
    id: "hotelService",
    noun: "Room service",
    label: "Room service request",
    actions: {},
    words: `room_service housekeeping extra_towel* towel* towels pillow* blanket* my_room my_hotel_room clean_the_room
      in_my_room in_room staying_in_room service_request room_number breakfast_in bring_me zimmerservice handtuch* kissen service_en_chambre service_d'etage serviettes
      servicio_de_habitac* servicio_a_la_habitac* toallas servizio_in_camera asciugaman* servico_de_quarto toalhas roomservice handdoek*
      обслуживание_номер* полотенц* oda_servisi havlu* ルームサービス タオル 客房服务 毛巾 룸서비스* 수건*`,
    weight: 1.15,
  },
  {
    id: "flight",
    noun: "Flight",
    label: "Flight question",
    actions: {
      book: true,
      buy: "Flight booking",
      search: true,
      cancel: true,
      change: true,
      status: true,
      problem: true,
      price: "Flight price",
    },
    words: `flight* plane planes airline* airfare* fly flying airplane* aeroplane* boarding_pass check_in_online flug flüge
      flug* *flug rückflug* hinflug* vol vols avion* billet_d'avion vuelo* aerolinea* volo voli aereo aerei voo voos aviao
      vlucht* vliegticket* vliegtuig*  loty samolot* рейс* самолет* авиабилет* ucus* ucak* フライト 飛行機 航空券 航班 飞机 机票 飛機
      항공* 비행* رحلة_جوية طيران طائرة उड़ान* फ्लाइट*`,
    weight: 1.1,
  },
  {
    id: "train",
    noun: "Train",
    label: "Train question",
    actions: {
      book: "Train ticket",
      buy: "Train ticket",
      cancel: true,
      status: "Train delay",
      problem: "Train delay",
      search: "Train connection",
    },
    words: `train trains railway* rail_ticket bahn *bahn zug züge zugverbindung* bahnticket* ice_nach gare sncf tren trenes
      treno treni comboio trein treinen pociag* поезд* электричк* 電車 新幹線 列車 火车 高铁 기차* قطار ट्रेन*`,
  },
  {
    id: "bus",
    noun: "Bus",
    label: "Bus and public transport",
    actions: {},
    words: `bus buses tram subway metro underground public_transport public_transit fahrplan* öpnv straßenbahn* u-bahn autobus*
      colectivo onibus autobus* tramvaj* автобус* трамва* метро otobus* バス 地下鉄 公交 地铁 버스* 지하철* حافلة बस_`,
    weight: 0.8,
  },
  {
    id: "ride",
    noun: "Ride",
    label: "Ride question",
    actions: {
      book: true,
      search: "Ride booking",
      add: "Ride booking",
      cancel: true,
      change: true,
      status: true,
      problem: true,
      price: true,
    },
    words: `ride rides taxi* cab cabs uber lyft chauffeur driver pick_me_up airport_transfer mitfahr* fahrt fahrdienst* trajet
      course_en_taxi conductor viaje_en_taxi corsa autista corrida motorista rit ritje taksowk* такси поездк* taksi* タクシー 出租车 打车 택시*
      تاكسي سيارة_أجرة टैक्सी*`,
  },
  {
    id: "carRental",
    noun: "Car rental",
    label: "Car rental",
    actions: { cancel: true, change: true },
    words: `rental_car* car_rental* rent_a_car rent_a_vehicle hire_car* car_hire mietwagen* leihwagen* autovermiet*
      location_de_voiture louer_une_voiture alquil*_coche alquiler_de_coche* autonoleggio noleggi*_auto aluguel_de_carro
      huurauto* wynajem_samochod* аренд*_авто* прокат_авто* arac_kirala* レンタカー 租车 렌터카*`,
    weight: 1.3,
  },
  {
    id: "luggage",
    noun: "Luggage",
    label: "Luggage question",
    actions: { lost: "Lost luggage", problem: "Lost luggage", status: "Lost luggage" },
    words: `luggage baggage suitcase* carry_on carryon gepäck* koffer* bagage* valise* equipaje* maleta* bagagl* valigi*
      bagagem mala_ bagaz* walizk* багаж* чемодан* bagaj* valiz* 荷物 手荷物 行李 수하물* 짐을 أمتعة حقيبة सामान`,
    weight: 1.3,
  },
  {
    id: "visa",
    noun: "Visa or passport",
    label: "Visa or passport",
    actions: {},
    words: `visa_for travel_visa tourist_visa international_visa passport* visa_application reisepass* visum* passeport* pasaporte* visado*
      passaport* paspoort* paszport* wiza паспорт* виз* pasaport* vize* パスポート ビザ 护照 签证 여권* 비자* جواز تأشيرة पासपोर्ट* वीज़ा`,
    weight: 1.2,
  },
  {
    id: "trip",
    noun: "Trip",
    label: "Trip planning",
    actions: { cancel: "Trip cancellation", change: "Trip change" },
    words: `vacation* holiday_in trip_to itinerar* travel_plan* travel_suggest* tour_of sightsee* urlaub* reise* *reise voyage*
      vacances viaje* vacaciones viaggi* vacanz* viagem ferias reis vakantie* wakacj* podroz* путешеств* отпуск_в tatil* seyahat*
      旅行 観光 旅游 旅遊 여행* سفر यात्रा`,
    weight: 0.75,
  },
  {
    id: "directions",
    noun: "Directions",
    label: "Directions",
    actions: {},
    words: `direction directions get_to how_do_i_get_to route navigate navigation lost_in i'm_lost i_am_lost totally_lost
      way_to wegbeschreibung* route_nach wie_komme_ich navigation itineraire* comment_aller chemin_pour como_llego como_llegar
      indicaciones direcciones_para come_arrivo indicazioni como_chego direcoes routebeschrijv* hoe_kom_ik jak_dojechac jak_dojsc
      как_добраться как_проехать маршрут* nasil_gid* yol_tarif* 道順 行き方 怎么走 怎么去 路线 길_찾* 가는_길* كيف_أصل اتجاهات रास्ता*`,
    weight: 1.1,
  },
  {
    id: "traffic",
    noun: "Traffic",
    label: "Traffic",
    actions: {},
    words: `traffic congestion stau verkehrslage* embouteillage* trafico traffico transito file_op korek korki пробк* trafik* 渋滞 堵车 路况 교통* मرور`,
    weight: 1.1,
  },
  {
    id: "restaurant",
    noun: "Restaurant",
    label: "Restaurant question",
    actions: { book: true, search: true, cancel: true, change: true },
    words: `restaurant* *restaurant diner cafe bistro pizzeria table_for table_at reserve_a_table book_a_table pizza_place pizza_joint burger_joint joint thai_food indian_food italian_food chinese_food mexican_food something_to_eat dinner_reservation place_to_eat somewhere_to_eat
      where_can_i_eat food_place cuisine tisch_für lokal table_pour restaurante* mesa_para ristorante* tavolo_per
      tafel_voor restaurac* stolik* ресторан* столик* restoran* lokanta* レストラン 居酒屋 餐厅 餐馆 饭店 식당* 레스토랑* مطعم रेस्तरां*`,
  },
  {
    id: "apartment",
    noun: "Apartment",
    label: "Apartment question",
    actions: {
      book: "Apartment viewing",
      search: true,
      status: "Apartment question",
      problem: "Housing problem",
      repair: "Housing problem",
    },
    words: `apartment* flat_for flat_to condo* bedroom* landlord tenant* lease real_estate house_for_rent rent_an_apartment
      wohnung* *wohnung mietwohnung* vermieter* appartement* logement* location_appartement proprietaire piso pisos
      apartamento* departamento* vivienda* appartament* affitto aluguel woning* huurwoning* mieszkani* квартир* daire* kiralik*
      アパート マンション 賃貸 公寓 租房 房子 아파트* 원룸* شقة अपार्टमेंट* फ्लैट*`,
  },
  {
    id: "viewing",
    noun: "Viewing",
    label: "Apartment viewing",
    actions: {},
    words: `viewing look_at_an_apartment see_an_apartment visit_the_apartment view_the_apartment view_an_apartment tour_the_apartment
      besichtig* visite_de_l'appartement visite_d'appartement visitar_el_piso visita_al_piso visita_all'appartamento bezichtig*
      просмотр_кварт* 内見 看房`,
    weight: 1.3,
  },
  {
    id: "event",
    noun: "Ticket",
    label: "Event tickets",
    actions: { cancel: "Ticket cancellation", change: "Ticket change" },
    words: `concert* theater theatre cinema movie_ticket* movie_tickets event_ticket* festival* tickets_for tickets_to show_tickets
      konzert* eintrittskart* veranstaltung* kino billet_pour billets_pour spectacle* concierto* entradas_para entradas evento*
      bigliett* spettacol* ingresso ingressos bilet_na bilety_na концерт* билет_на билеты konser* コンサート チケット 演唱会 电影票 门票 콘서트* 티켓* حفلة_موسيقية
      تذكرة`,
    weight: 0.9,
  },
  {
    id: "party",
    noun: "Party",
    label: "Party question",
    actions: {
      book: "Party planning",
      add: "Party planning",
      search: "Party planning",
      attend: "Party RSVP",
      cancel: "Party cancellation",
    },
    words: `party parties venue birthday_bash wedding* feier feiern party_planen geburtstagsfeier* hochzeit* fete anniversaire
      mariage fiesta* boda* cumpleanos festa compleanno matrimonio casamento aniversario feest* bruiloft* impreza imprezy
      wesele вечеринк* праздник* свадьб* parti* dugun* パーティー 結婚式 派对 婚礼 聚会 파티* 결혼식* حفلة पार्टी* शादी*`,
  },
];
