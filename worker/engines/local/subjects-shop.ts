import type { Subject } from "./subject.ts";

/** Shops, deliveries, contracts, accounts with a service, and how it treats its customers. */
export const shopSubjects: Subject[] = [
  {
    id: "refund",
    noun: "Refund",
    label: "Refund request",
    actions: { status: "Refund status" },
    words: `refund* money_back reimburs* rueckerstatt* rückerstatt* erstatt* geld_zurück geld_zurueck rembours* reembols* devolucion_del_dinero
      devuelvan_el_dinero rimbors* estorno* terugbetal* geld_terug zwrot_pieniedzy zwrot_kosztow возврат_денег верните_деньги
      вернуть_деньги para_iade* geri_odeme* 返金 退款 환불* استرداد रिफंड* पैसे_वापस`,
    weight: 1.3,
  },
  {
    id: "return",
    noun: "Return",
    label: "Return request",
    actions: { status: "Return status" },
    words: `return_it return_this return_the return_an return_my return_item return_label send_it_back send_back returns rücksend* ruecksend* retoure*
      zurückschick* zurückgeb* renvoyer_ retourner_ devolver_ devolucion* reso_ restituir* terugsturen retourneren zwrocic zwrot_ iade_et*
      返品 退货 退貨 반품* إرجاع_`,
    weight: 1.15,
  },
  {
    id: "exchange",
    noun: "Exchange",
    label: "Exchange request",
    actions: {},
    words: `exchange_it exchange_this exchange_the exchange_for swap_it another_size different_size replacement umtausch* umtauschen ersatz* échanger
      remplacement cambio_de_talla cambiarlo sostituz* cambio_taglia troca_ trocar omruilen ruilen wymian* wymien* обмен_товар* замен* degisim 交換 换货 更换 교환* استبدال बदलवा*`,
    weight: 1,
  },
  {
    id: "delivery",
    noun: "Delivery",
    label: "Delivery question",
    actions: {
      status: "Delivery status",
      problem: "Delivery problem",
      change: "Delivery change",
      cancel: "Order cancellation",
      wrong: "Wrong item delivered",
      price: "Shipping cost",
    },
    words: `deliver* ship_to ships_to do_you_ship parcel* package* shipping shipment* courier shipped late_delivery liefer* *lieferung paket* *paket sendung* versand* zustell* livraison* livrer colis
      expedition envio* entrega* paquete* mensajer* consegna* spedizion* pacco pacchi corriere encomenda* bezorg* lever* pakket* zending
      dostaw* przesylk* paczk* kurier* доставк* посылк* курьер* kargo* teslimat* 配送 荷物 発送 宅配 届いて 快递 配送 包裹 发货 배송* 택배* توصيل شحنة طرد डिलीवरी* पार्सल*`,
    weight: 1.05,
  },
  {
    id: "order",
    noun: "Order",
    label: "Order question",
    actions: {
      status: "Order status",
      cancel: "Order cancellation",
      change: "Order change",
      problem: "Order problem",
      wrong: "Wrong item delivered",
      buy: "New order",
      add: "New order",
      twice: "Duplicate order",
    },
    words: `order orders ordered order_number my_order bestell* *bestellung auftrag* commande* command* pedido* encomend* ordine ordini ordinat*
      bestelling* zamowien* zamowil* заказ* siparis* 注文 订单 下单 訂單 주문* طلبية طلبي ऑर्डर*`,
    weight: 0.9,
  },
  {
    id: "subscription",
    noun: "Subscription",
    label: "Subscription question",
    actions: {
      cancel: true,
      change: true,
      price: true,
      renew: true,
      problem: "Subscription problem",
      buy: "New subscription",
      add: "New subscription",
    },
    words: `subscri* membership* gym_contract free_trial abo abos abonnement* *abo mitgliedschaft* vertrag* *vertrag abonn* resili* suscripcion* membresia*
      abbonament* assinatura* lidmaatschap* subskrypc* abonament* umow* подписк* абонемент* договор* abonelik* uyelik* 定期購入 サブスク 会員 契約
      会员 订阅 合同 구독* 멤버십* 계약* اشتراك सदस्यता*`,
    weight: 1.15,
  },
  {
    id: "plan",
    noun: "Plan",
    label: "Plan or tariff",
    actions: { change: "Plan change", price: "Plan price", add: "Plan change" },
    words: `upgrade downgrade my_plan data_plan phone_plan mobile_plan pricing_plan tarifwechsel handytarif* tarif_wechs* forfait* plan_de_datos cambiar_de_plan tariffa_
      piano_tariffar* plano_de datapakket taryf* тариф* tarife* プラン 料金プラン 套餐 요금제* باقة प्लान*`,
    weight: 1.05,
  },
  {
    id: "account",
    noun: "Account",
    label: "Account question",
    actions: {
      cancel: "Account closure",
      block: "Account blocked",
      problem: "Account access",
      add: "Account opening",
      activate: "Account activation",
    },
    words: `account accounts profile user_name username konto *konto benutzerkonto* kundenkonto* compte cuenta conto_ account_ conta_minha minha_conta rekening_ konta
      аккаунт* учетн* hesap hesab* アカウント 账号 帐号 账户 계정* حساب खाता* अकाउंट*`,
    weight: 0.8,
  },
  {
    id: "login",
    noun: "Login",
    label: "Login problem",
    actions: {},
    words: `log_in login sign_in signin logging_in locked_out can't_access access_my_account log_into einlogg* anmelden_kann *login anmeld* connexion me_connecter
      connecter iniciar_sesion entrar_en_mi acceder accedere accesso_al entrar_na inloggen zalogow* logowan* войти вход_в авториз* giris_yap* oturum_ac*
      ログイン 登录 登陆 登入 로그인* تسجيل_الدخول लॉगिन* लॉग_इन`,
    weight: 1.3,
  },
  {
    id: "password",
    noun: "Password",
    label: "Password reset",
    actions: {},
    words: `password* passcode* passphrase passwort* kennwort* mot_de_passe contrasena* clave_ parola_d'ordine senha wachtwoord* haslo hasla парол* sifre*
      パスワード 密码 密碼 비밀번호* كلمة_المرور كلمة_السر पासवर्ड*`,
    weight: 1.9,
  },
  {
    id: "verification",
    noun: "Verification code",
    label: "Verification code",
    actions: {},
    words: `verification_code one_time_code two_factor 2fa authenticator sms_code confirmation_code bestätigungscode* meine_tan eine_tan die_tan keine_tan tan_nummer tan_code mtan pushtan phototan chiptan smstan code_de_verification
      codigo_de_verificacion codice_di_verifica verificatiecode kod_weryfik* код_подтвержд* dogrulama_kod* 認証コード 验证码 인증번호* رمز_التحقق ओटीपी`,
    weight: 1.4,
  },
  {
    id: "access",
    noun: "Access code",
    label: "Access code",
    actions: {},
    words: `access_code* door_code* entry_code key_card keycard keypad unlock_the_door door_lock locked_door lock_code get_into zugangscode* türcode* code_d'acces
      codigo_de_acceso codice_di_accesso codigo_de_acesso toegangscode kod_dostepu код_доступа giris_kodu アクセスコード 门禁 开门 출입* رمز_الدخول`,
    weight: 1.3,
  },
  {
    id: "personalData",
    noun: "Personal details",
    label: "Personal details change",
    actions: {},
    words: `change_my_address change_address new_address moved_house change_my_name change_my_email change_the_email change_email update_my_email change_my_phone update_my_details personal_details contact_details
      adresse_ändern adressänder* umgezogen neue_adresse changement_d'adresse changer_d'adresse mes_coordonnees cambiar_mi_direccion cambio_de_direccion datos_personales
      cambio_indirizzo dati_personali mudar_endereco dados_pessoais adreswijzig* zmiana_adresu смен*_адрес* личн*_данн* adres_degis* 住所変更 修改地址 地址变更 주소_변경* تغيير_العنوان
      पता_बदल*`,
    weight: 1.3,
  },
  {
    id: "privacy",
    noun: "Privacy",
    label: "Privacy or data deletion",
    actions: {},
    words: `gdpr privacy data_protection delete_my_data my_personal_data datenschutz* dsgvo rgpd confidentialite privacidad proteccion_de_datos lgpd gegevens_verwijder* avg_verzoek
      ochrona_danych rodo персональн*_данн* kvkk 個人情報 隐私 개인정보* خصوصية गोपनीयता`,
    weight: 1.3,
  },
  {
    id: "discount",
    noun: "Discount",
    label: "Discount or voucher",
    actions: {},
    words: `discount* coupon* promo promotion* voucher* gift_card* promo_code special_offer gutschein* rabatt* reduction code_promo bon_de descuento* cupon* vale_
      sconto sconti buono cupom desconto* korting* kortingscode cadeaubon znizk* rabat* kupon* скидк* промокод* indirim* 割引 クーポン 优惠 折扣 할인* 쿠폰* خصم_كود كوبون छूट* कूपन*`,
    weight: 1.15,
  },
  {
    id: "availability",
    noun: "Availability",
    label: "Product availability",
    actions: {},
    words: `in_stock out_of_stock available_again availability restock* back_in_stock verfügbar* vorrätig* auf_lager lieferbar disponib* en_stock rupture_de_stock agotado
      hay_existencias disponibil* esaurit* esgotad* op_voorraad uitverkocht dostepn* в_наличии налич* stokta 在庫 有货 缺货 库存 재고* متوفر उपलब्ध*`,
    weight: 0.95,
  },
  {
    id: "product",
    noun: "Product",
    label: "Product question",
    actions: {
      problem: "Damaged or faulty product",
      return: "Return request",
      price: "Price enquiry",
      search: "Product search",
      buy: "Purchase",
      wrong: "Wrong item delivered",
    },
    words: `product products item items artikel* produkt* produit* article_ articles producto* articulo* prodott* articol* produto* товар* urun* 商品 製品 产品 제품* 상품* منتج उत्पाद* सामान_`,
    weight: 0.75,
  },
  {
    id: "clothes",
    noun: "Clothing",
    label: "Clothing and shoes",
    actions: {
      return: "Return request",
      problem: "Damaged or faulty product",
      search: "Product search",
      buy: "Purchase",
      wrong: "Wrong item delivered",
    },
    words: `shirt* jacket* dress dresses shoes shoe boots trainers jeans sweater* size_ trousers kleid* schuhe hose hemd jacke* chaussure* robe veste zapato* camisa* vestido*
      scarpe maglia* vestito sapato* schoenen jurk buty sukienk* обув* плать* куртк* ayakkabi* elbise* 靴 服 鞋 衣服 신발* 옷* حذاء जूते कपड़े`,
    weight: 0.8,
  },
  {
    id: "warranty",
    noun: "Warranty",
    label: "Warranty or repair",
    actions: {},
    words: `warrant* guarantee garantie* gewährleist* garantia* garanzia gwaranc* гаранти* garanti* 保証 保修 质保 보증* ضمان वारंटी*`,
    weight: 1.2,
  },
  {
    id: "contact",
    noun: "Human agent",
    label: "Speak to a person",
    actions: {},
    words: `speak_to_a talk_to_a human_agent real_person speak_to_someone talk_to_someone customer_service_number your_manager supervisor call_me_back callback mitarbeiter_sprechen
      mit_einem_menschen rückruf* parler_a un_conseiller rappelez* hablar_con un_agente parlare_con operatore falar_com atendente iemand_spreken medewerker
      rozmawiac_z konsultant* оператор* живым_человек* temsilci* yetkili* オペレーター 担当者 人工 客服 상담원* موظف_خدمة التحدث_مع प्रतिनिधि*`,
    weight: 0.9,
  },
  {
    id: "complaint",
    noun: "Complaint",
    label: "Complaint",
    actions: {},
    words: `complain* formal_complaint unacceptable disgrace* worst_service terrible_service beschwer* reklamation* reklamier* unverschämt* reclamation* plainte inadmissible reclamac*
      queja* quejar* reclam* inaccettabil* lament* klacht* skarg* reklamac* жалоб* sikayet* 苦情 クレーム 投诉 投訴 불만* 항의* شكوى शिकायत*`,
    weight: 1,
  },
  {
    id: "feedback",
    noun: "Feedback",
    label: "Feedback",
    actions: {},
    words: `feedback suggestion_for feature_request leave_a_review would_be_great_if rückmeldung* verbesserungsvorschl* avis_sur sugerencia* suggeriment* sugestao opinie отзыв* предложени*_по
      geri_bildirim* 要望 ご意見 建议 反馈 건의* 피드백* اقتراح सुझाव`,
    weight: 0.9,
  },
  {
    id: "openingHours",
    noun: "Opening hours",
    label: "Opening hours",
    actions: {},
    words: `opening_hours opening_times are_you_open open_on what_time_do_you_open store_hours closing_time öffnungszeit* geöffnet horaires heures_d'ouverture horario* abierto orari_di
      orario_di horario_de_funcionamento openingstijd* godziny_otwarcia часы_работы до_скольки calisma_saat* 営業時間 何時まで 营业时间 几点开门 영업시간* ساعات_العمل`,
    weight: 1.3,
  },
  {
    id: "contract",
    noun: "Legal",
    label: "Legal question",
    actions: {},
    words: `lawyer* legal_advice lawsuit attorney sue_ terms_and_conditions anwalt* rechtsanwalt* gerichtlich* avocat juridique abogado* avvocato advogado advocaat prawnik* адвокат* юрист* суд_ avukat*
      弁護士 律师 변호사* محامي वकील*`,
    weight: 1,
  },
  {
    id: "safety",
    noun: "Safety",
    label: "Safety concern",
    actions: {},
    words: `danger* unsafe emergency harass* threaten* gefährlich* notfall* bedroh* dangereux urgence_vitale peligro* acoso pericol* perigo* gevaarlijk* niebezpieczn* опасн* acil_durum 危険 緊急 危险 紧急 위험* خطر खतर*`,
    weight: 0.8,
  },
  {
    id: "donation",
    noun: "Donation",
    label: "Donation",
    actions: {},
    words: `donat* charit* fundrais* spende*   donacion* donar donaz* beneficenza doacao doar doner* goede_doel darowizn* пожертв* благотвор* bagis*
      寄付 募金 捐款 慈善 기부* تبرع दान_`,
    weight: 1,
  },
];
