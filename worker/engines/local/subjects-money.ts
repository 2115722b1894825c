import type { Subject } from "./subject.ts";

/** Banks, cards, bills, insurance, work and the state. */
export const moneySubjects: Subject[] = [
  {
    id: "balance",
    noun: "Account balance",
    label: "Account balance",
    actions: { problem: "Balance not updated", wrong: "Balance not updated" },
    words: `balance bank_balance account_balance check_my_balance how_much_money how_much_do_i_have kontostand* guthaben solde saldo kontosald* остаток_на баланс* bakiye*
      残高 余额 餘額 잔액* 잔고* رصيد बैलेंस* शेष_राशि`,
    weight: 1.1,
  },
  {
    id: "fraud",
    noun: "Fraud",
    label: "Fraud report",
    actions: {},
    words: `fraud* scam* unauthori* hacked someone_stole someone_took somebody_took someone_withdr* somebody_withdr* money_stolen stole_money stolen_money money_is_missing someone_used somebody_transf* someone_transf* didn't_make
      not_mine don't_recogni* not_recogni* suspicious phishing compromis* identity_theft stolen_from_my_account betrug* betrüg*
      unbefugt* fraude* escroqu* arnaque* pirat* estafa* robo_de fraude* hackead* frode* truffa* golpe_ fraude oplicht*
      oszust* wyludz* мошен* взлом* dolandir* 詐欺 不正利用 不正 诈骗 盗刷 欺诈 사기* 도용* احتيال धोखाधड़ी*`,
    weight: 1.5,
  },
  {
    id: "transfer",
    noun: "Transfer",
    label: "Money transfer",
    actions: {
      cancel: true,
      status: true,
      problem: "Failed transfer",
      declined: "Failed transfer",
      price: "Transfer fee",
      wrong: "Wrong transfer",
    },
    words: `transfer* wire send_money sent_money move_money beneficiar* überweis* ueberweis* virement* transferenc* trasfer*
      bonific* overschrijv* overmak* przelew* перевод_ переве* перечисл* havale* eft 振込 送金 转账 轉帳 汇款 송금* 이체* تحويل ट्रांसफर*`,
  },
  {
    id: "bankCard",
    noun: "Card",
    label: "Card question",
    actions: {
      lost: "Lost or stolen card",
      block: "Lost or stolen card",
      declined: "Card declined",
      problem: "Card problem",
      activate: "Card activation",
      status: "Card delivery",
      add: "New card",
      buy: "New card",
      renew: "Card renewal",
      cancel: "Card cancellation",
    },
    words: `card cards debit_card credit_card visa mastercard contactless karte karten *karte kreditkarte* bankkarte* carte
      cartes_bancaire* tarjeta* carta_di_credito bancomat cartao cartoes bankpas  kaart creditcard* karta karty karte_ карт*
      kart kartim kredi_kart* カード クレジットカード 银行卡 信用卡 卡片 카드* بطاقة कार्ड*`,
    weight: 0.85,
  },
  {
    id: "virtualCard",
    noun: "Virtual card",
    label: "Virtual card",
    actions: { problem: "Virtual card problem" },
    words: `virtual_card* disposable_card* virtual_disposable disposable_virtual virtuelle_karte carte_virtuelle tarjeta_virtual バーチャルカード 虚拟卡`,
    weight: 1.5,
  },
  {
    id: "digitalWallet",
    noun: "Mobile payment",
    label: "Mobile payment",
    actions: {},
    words: `apple_pay google_pay mobile_wallet digital_wallet phone_payment`,
    weight: 1.4,
  },
  {
    id: "pin",
    noun: "PIN",
    label: "PIN question",
    actions: { change: "PIN change", block: "PIN blocked", lost: "Forgotten PIN", problem: "PIN blocked" },
    words: `pin pins pin-code pincode geheimzahl code_pin codigo_pin codice_pin пин* pin_kod* 暗証番号 密码_卡 비밀번호_카드`,
    weight: 1.1,
  },
  {
    id: "cash",
    noun: "Cash withdrawal",
    label: "Cash withdrawal",
    actions: {
      declined: "Cash withdrawal problem",
      problem: "Cash withdrawal problem",
      wrong: "Cash withdrawal problem",
      price: "Cash withdrawal fee",
    },
    words: `atm atms cash_machine withdraw* cash_out cashpoint geldautomat* abheb* bargeld* distributeur retrait* retirer cajero*
      retir*_dinero efectivo bancomat prelev* caixa_eletronic* saque sacar geldautomaat pinautomaat bankomat* wyplat* банкомат*
      снять_ atm'den para_cek* 引き出し 现金 取款 取现 인출* 현금* صراف सحب`,
    weight: 1.15,
  },
  {
    id: "topUp",
    noun: "Top-up",
    label: "Top-up",
    actions: {
      problem: "Failed top-up",
      declined: "Failed top-up",
      price: "Top-up fee",
      cancel: "Failed top-up",
      status: "Pending top-up",
    },
    words: `top_up top-up topup topped_up topping_up top_ups recharge* add_money aufladen* aufgeladen* recharger recarg* ricaric* opwaarder* doladow*
      пополн* yukle* チャージ 充值 충전* شحن_رصيد रिचार्ज*`,
    weight: 1.3,
  },
  {
    id: "exchangeRate",
    noun: "Exchange rate",
    label: "Exchange rate",
    actions: { wrong: "Wrong exchange rate" },
    words: `exchange_rate* conversion_rate currency currencies foreign_exchange exchange_money wechselkurs* umrechn* taux_de_change devise*
      tipo_de_cambio divisa* tasso_di_cambio valuta* cambio_moeda cotacao wisselkoers* kurs_walut* курс_валют* обмен_валют* doviz*
      為替 外币 汇率 货币 환율* سعر_الصرف विनिमय`,
    weight: 1.2,
  },
  {
    id: "charge",
    noun: "Charge",
    label: "Unexpected charge",
    actions: { twice: "Duplicate charge" },
    words: `charged charges charge overcharg* extra_charge extra_fee hidden_fee double_charged unexpected_fee unknown_charge
      abgebucht abbuchung* belastet berechnet_worden debite prelevement* facture_deux cobrado cobraron cobro cargo_en cargos
      addebit* cobranca_indevida cobrad* afgeschreven afschrijving* pobran* obciaz* списа* cekild* cekim 請求され 引き落とし 扣款 多收 扣了 청구* خصم काट_ल*`,
    weight: 1.2,
  },
  {
    id: "bill",
    noun: "Bill",
    label: "Bill or invoice",
    actions: { pay: "Bill payment", wrong: "Billing error", problem: "Billing error", twice: "Billing error" },
    words: `bill bills billing invoice* rechnung* *rechnung abrechnung* facture* facturation factura* recibo fattura* bolletta*
      fatura* conta_de boleto* factuur* rekening* nota faktur* rachun* счет счета квитанц* fatura* 請求書 明細 账单 帳單 发票 發票 청구서*
      계산서* فاتورة बिल*`,
  },
  {
    id: "payment",
    noun: "Payment",
    label: "Payment question",
    actions: {
      declined: "Payment declined",
      problem: "Payment problem",
      status: "Payment status",
      cancel: "Payment cancellation",
      twice: "Duplicate charge",
    },
    words: `payment* zahlung* *zahlung paiement* pago_ pagos pagament* pagamento* betaling* platnosc* платеж* odemem odeme_
      支払い 決済 付款 支付 결제* دفعة भुगतान*`,
    weight: 0.9,
  },
  {
    id: "directDebit",
    noun: "Direct debit",
    label: "Direct debit",
    actions: { cancel: "Direct debit cancellation" },
    words: `direct_debit* standing_order* direct_deposit* lastschrift* dauerauftrag* domiciliac* addebito_diretto debito_automatico
      automatische_incasso polecenie_zaplaty 口座振替 直接扣款`,
    weight: 1.3,
  },
  {
    id: "statement",
    noun: "Transactions",
    label: "Transaction history",
    actions: {},
    words: `transactions transaction_history recent_transactions bank_statement* spending spent_on kontoauszug* umsätze umsaetze
      releve_de_compte extracto* movimientos estratto_conto extrato afschriften wyciag* выписк* hesap_ozet* 取引履歴 交易记录 流水 거래내역* كشف_حساب`,
    weight: 1.1,
  },
  {
    id: "loan",
    noun: "Loan",
    label: "Loan or mortgage",
    actions: {},
    words: `loan* mortgage* lend* borrow* apr interest_rate* kredit kredite darlehen* hypothek* zinsen zinssatz* pret_ credit_immobilier hypothe*
      prestamo* hipoteca* credito_hipotecar* prestit* mutuo emprestimo* lening* kredyt* pozyczk* кредит кредита ипотек* kredi ローン 融資 贷款 房贷
      利率 대출* 이자* قرض ऋण लोन*`,
    weight: 1.1,
  },
  {
    id: "creditScore",
    noun: "Credit score",
    label: "Credit score",
    actions: {},
    words: `credit_score* credit_rating* schufa* score_de_credit puntaje_credit* 信用スコア 信用分 신용점수* credit_limit* kreditlimit* kreditrahmen*`,
    weight: 1.4,
  },
  {
    id: "bankAccount",
    noun: "Bank account",
    label: "Bank account",
    actions: {
      show: "Account balance",
      add: "Account opening",
      cancel: "Account closure",
      block: "Account blocked",
      problem: "Account problem",
    },
    words: `bank_account* checking_account savings_account current_account joint_account iban routing_number bankkonto* girokonto*
      compte_bancaire compte_courant cuenta_bancaria cuenta_corriente conto_corrente conta_bancaria conta_corrente bankrekening*
      konto_bankow* банковск*_счет* banka_hesab* 口座 银行账户 银行帐户 계좌* حساب_بنكي`,
    weight: 1.1,
  },
  {
    id: "insurance",
    noun: "Insurance",
    label: "Insurance question",
    actions: {
      cancel: "Insurance cancellation",
      change: "Insurance change",
      price: "Insurance quote",
      buy: "Insurance quote",
      renew: "Insurance renewal",
    },
    words: `insur* coverage policy_number deductible versicher* *versicherung assurance* assure mutuelle seguro_de aseguradora poliza*
      assicuraz* polizza* seguro_auto seguradora verzeker* ubezpiecz* страхов* sigorta* 保険 保险 保險 보험* تأمين बीमा`,
    weight: 1.1,
  },
  {
    id: "claim",
    noun: "Claim",
    label: "Insurance claim",
    actions: { status: "Claim status" },
    words: `file_a_claim insurance_claim my_claim claim_number claims accident schaden schadens* schadenfall* schadensmeldung* unfall*
      sinistre* accident_de siniestro* accidente sinistr* incidente sinistro acidente schadeclaim* schademeld* szkod* wypadek страхов*_случа*
      авари* kaza hasar* 事故 理赔 出险 사고* 보험금* حادث दुर्घटना`,
    weight: 1.25,
  },
  {
    id: "tax",
    noun: "Tax",
    label: "Tax question",
    actions: {},
    words: `tax taxes tax_return w2 vat steuer* *steuer mehrwertsteuer* impot* tva impuesto* iva hacienda  imposte imposto*
      belasting* podat* налог* vergi* 税金 確定申告 税 세금* ضريبة कर_`,
    weight: 1.1,
  },
  {
    id: "salary",
    noun: "Salary",
    label: "Salary and payroll",
    actions: {},
    words: `salary payday paycheck* payroll payslip* wage wages income gehalt* lohn lohnabrechnung* salaire* fiche_de_paie sueldo* nomina salario*
      stipendi* busta_paga salario holerite salaris* loonstrook* wynagrodz* wyplata зарплат* maas* 給料 給与 工资 薪水 급여* 월급* راتب वेतन*`,
    weight: 1.1,
  },
  {
    id: "leave",
    noun: "Time off",
    label: "Time off",
    actions: { book: "Time off request", add: "Time off request", status: "Time off request" },
    words: `pto time_off vacation_time vacation_request request_vacation use_vacation vacation_days days_off day_off sick_leave annual_leave urlaubstag* urlaubsantrag* krankmeld* conge conges
      dias_libres baja_laboral ferie permesso folga verlofdag* verlof urlop* больничн* отгул* izin_ yillik_izin* 有給 休暇 请假 年假 휴가* 연차* إجازة छुट्टी*`,
    weight: 1.25,
  },
  {
    id: "job",
    noun: "Job application",
    label: "Job application",
    actions: { status: "Application status" },
    words: `job_application* apply_for_a_job vacanc* resume_ recruit* interview_for job_offer bewerb* stellenangebot* candidature* offre_d'emploi
      solicitud_de_empleo vacante* curriculum candidatura* vaga_de sollicit* vacature* rekrutac* oferta_pracy резюме ваканс* собеседован* is_basvuru*
      応募 求人 面接 招聘 应聘 简历 채용* 지원서* وظيفة नौकरी*`,
    weight: 1,
  },
  {
    id: "rewards",
    noun: "Reward points",
    label: "Reward points",
    actions: {},
    words: `reward reward_points rewards points_balance loyalty miles frequent_flyer cashback bonuspunkt* treuepunkt* payback meilen points_de_fidelite
      puntos millas punti_fedelta pontos milhas spaarpunten punkty_ бонусн* балл* мили puan* ポイント マイル 积分 里程 포인트* 마일리지* نقاط`,
    weight: 1.2,
  },
  {
    id: "identity",
    noun: "Identity verification",
    label: "Identity verification",
    actions: { problem: "Identity verification problem", declined: "Identity verification problem" },
    words: `verify_my_identity verify_identity identity_check identity_verification verify_my_account prove_my_identity id_verification source_of_funds kyc identitätsprüf*
      identität ausweis* verifier_mon_identite piece_d'identite verificar_mi_identidad documento_de_identidad verifica_identita carta_d'identita
      identiteit* legitim* удостовер* kimlik* 本人確認 身份验证 实名 본인인증* هوية पहचान*`,
    weight: 1.4,
  },
];
