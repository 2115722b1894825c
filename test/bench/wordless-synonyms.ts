/**
 * 150 things people want, four wordings each that share no word with one another, written for this benchmark: what no
 * rule on letters can put together.
 */
export const wordlessSynonyms: string[][] = `
Refund request | Money back | Reimbursement wanted | Return of payment
Late delivery | Parcel delayed | Shipment overdue | Slow courier
Lost package | Missing consignment | Parcel vanished | Goods never arrived
Login problem | Cannot sign in | Account access failure | Locked out
Password reset | Forgotten passcode | New credentials | Secret word recovery
Subscription cancellation | Ending membership | Terminate plan | Unsubscribe
Duplicate charge | Billed twice | Double debit | Repeated payment
Invoice copy | Receipt wanted | Bill document | Proof of purchase
Address change | Moved house | New residence | Relocation notice
Damaged item | Broken product | Goods arrived cracked | Defective article
Wrong size | Garment too small | Does not fit | Incorrect dimensions
Discount code failure | Voucher rejected | Coupon invalid | Promotion not applied
Opening hours | When are you available | Business times | Shop schedule
Store location | Nearest branch | Where to find you | Directions
Job application | Career enquiry | Vacancy interest | Employment wish
Flight booking | Reserve plane seat | Air travel ticket | Fly somewhere
Hotel reservation | Book a room | Lodging arranged | Overnight stay
Car rental | Hire a vehicle | Borrow automobile | Lease wheels
Restaurant table | Dinner reservation | Eating out booking | Seats for supper
Weather forecast | Will it rain | Temperature outlook | Sunny or stormy
Set alarm | Wake me | Morning bell | Rouse at dawn
Play music | Start song | Hear a tune | Audio on
Turn off lights | Lamps out | Darken room | Illumination stop
Translate text | Into another language | Interpret words | Foreign version
Currency conversion | Exchange rate | Dollars to euros | Foreign money value
Bank balance | How much have I | Funds available | Account standing
Transfer money | Send cash | Wire funds | Move savings
Stolen card | Credit plastic theft | Wallet robbed | Someone took my visa
Activate card | Switch on debit | New plastic enabled | Start using credit
Loan application | Borrow funds | Request mortgage | Lending wish
Interest rate | Yield percentage | Annual return | APR
Tax filing | IRS declaration | Fiscal submission | Revenue return
Pension question | Retirement fund | Old age income | Superannuation
Insurance claim | Damage compensation | Policy payout | Loss covered
Doctor appointment | See a physician | Medical visit | Clinic slot
Prescription refill | More medicine | Pills renewed | Drug repeat
Test results | Lab report | Blood values | Diagnostic findings
Vaccination record | Shots received | Immunisation history | Jab certificate
Dentist visit | Tooth check | Oral examination | Teeth cleaning
Diet advice | What should I eat | Nutrition tips | Healthy meals
Calorie count | Energy in food | How fattening | Kilojoules
Recipe wanted | How to cook | Dish instructions | Preparing a meal
Ingredient substitute | Instead of butter | Replacement component | Alternative for eggs
Shopping list | Things to buy | Groceries noted | Purchase memo
Calendar entry | Add meeting | Schedule event | Note appointment
Meeting cancelled | Call off conference | Drop the session | Scrap gathering
Holiday request | Time off | Vacation wish | Annual leave
Sick note | Ill today | Unwell at home | Medical absence
Salary question | Wages | Pay slip | Earnings enquiry
Traffic report | Road congestion | Jams ahead | Highway situation
Petrol price | Fuel cost | Gas station rates | Diesel tariff
Tyre change | Swap wheels | Flat rubber | Puncture repair
Oil level | Engine lubricant | Motor grease | Dipstick reading
Train timetable | Rail departures | When does the locomotive leave | Railway schedule
Bus route | Coach line | Public transit path | Which omnibus
Visa requirement | Entry permit | Travel document needed | Border papers
Passport renewal | Expired identity booklet | New travel pass | Extend ID
Lost luggage | Suitcase missing | Bags gone | Baggage not found
Seat upgrade | Business class | Better place on board | First cabin
Frequent flyer points | Loyalty miles | Bonus airline credits | Reward kilometres
Internet outage | Network down | No connection | Broadband dead
Slow wifi | Wireless lag | Poor bandwidth | Sluggish web
Phone signal | No reception | Mobile coverage | Bars disappeared
Sim replacement | New chip | Swap subscriber module | Exchange phone card
Data roaming | Using mobile abroad | Foreign network fees | Overseas megabytes
Battery drain | Power runs empty | Charge lasts briefly | Energy gone fast
Screen cracked | Display shattered | Broken glass | Monitor split
Software update | New version | Upgrade programme | Latest release
App crash | Program freezes | Application quits | Tool hangs
Printer jam | Paper stuck | Copier blocked | Sheets trapped
Virus warning | Malware found | Infected computer | Trojan alarm
Spam complaint | Unwanted mail | Junk messages | Advertising flood
Privacy request | Delete my data | Erase personal records | GDPR removal
Data export | Download everything | Copy of files | Take information out
Newsletter signup | Join mailing | Regular bulletin wanted | Receive gazette
Feedback praise | Great service | Compliment | Very satisfied
Complaint about staff | Rude employee | Unfriendly clerk | Impolite agent
Long waiting time | Queue too slow | Kept on hold | Hours until answer
Human agent | Talk to a person | Real representative | Live operator
Gift card | Present voucher | Store credit | Shopping token
Gift wrapping | Festive packaging | Nicely boxed | Ribbon and bow
Bulk order | Large quantity | Wholesale | Many pieces at once
Product availability | In stock | Is it sold out | Inventory check
Price match | Cheaper elsewhere | Competitor offers less | Lower quote found
Warranty claim | Guarantee case | Repair under cover | Manufacturer liability
Spare part | Substitute module | Missing screw | Extra piece
Assembly help | How to build | Putting together | Mounting instructions
Installation visit | Technician needed | Engineer on site | Fitter appointment
Meter reading | Electricity count | Kilowatt figure | Consumption number
Water leak | Dripping pipe | Flooded bathroom | Plumbing burst
Heating failure | Cold radiator | Boiler broken | No warmth
Power cut | Electricity gone | Blackout | Current interrupted
Gas smell | Odour of methane | Leaking fumes | Kitchen stinks
Noise complaint | Loud neighbour | Disturbing sounds | Too much racket
Rent payment | Monthly lease fee | Landlord transfer | Housing cost
Deposit return | Security sum back | Bond released | Caution money
Key lost | Cannot open door | Missing latch opener | Need locksmith
Parking permit | Resident car licence | Right to leave vehicle | Bay authorisation
Speeding fine | Radar ticket | Too fast penalty | Velocity sanction
Driving licence | Motorist card | Operator authorisation | Permit for cars
School enrolment | Register child | Pupil admission | Join class
Exam date | When is the test | Assessment day | Final paper schedule
Tuition fee | University cost | College charge | Study price
Scholarship | Grant for students | Bursary | Academic stipend
Library loan | Borrow a book | Reading material out | Lend novel
Course recommendation | Which class | Suggest lecture | Learning advice
Homework help | Exercise support | Assignment assistance | Task coaching
Movie tip | Film suggestion | What to watch | Cinema idea
Concert ticket | Gig admission | Live show entry | Band event pass
Sports result | Match score | Who won | Game outcome
Fitness plan | Workout routine | Training programme | Exercise schedule
Sleep trouble | Insomnia | Awake all night | Restless bed
Back pain | Aching spine | Sore lumbar | Hurting vertebrae
Allergy advice | Hay fever | Sneezing from pollen | Histamine reaction
Pet care | Dog question | Looking after cat | Animal keeping
Veterinary emergency | Sick puppy | Hurt hamster | Urgent beast doctor
Plant care | Watering flowers | Garden tips | Growing tomatoes
Pest control | Ants in house | Cockroach removal | Mice everywhere
Waste collection | Rubbish pickup | Garbage day | Bin emptied
Recycling rules | Sorting plastic | Which container for glass | Separate trash
Voting registration | Electoral roll | Ballot sign up | Right to elect
Birth certificate | Newborn document | Nativity record | Proof of being born
Marriage licence | Wedding papers | Spouse registration | Tie the knot formally
Divorce advice | Ending a union | Separation of spouses | Leaving my wife
Legal advice | Lawyer needed | Attorney question | Counsel wanted
Contract review | Check agreement | Look over clauses | Examine terms
Identity theft | Someone uses my name | Impersonation | Stolen persona
Fraud report | Scam | Swindle notice | Deceived by crook
Credit score | Rating of borrowers | Solvency figure | FICO
Budget planning | Household finances | Spending overview | Plan expenses
Stock purchase | Buy shares | Equity order | Acquire securities
Crypto wallet | Bitcoin storage | Coin vault | Blockchain purse
Donation | Give to charity | Support a cause | Contribute alms
Volunteer offer | Help unpaid | Work for free | Lend a hand
Event invitation | Party guests | Ask friends over | Celebration summons
Birthday wish | Many happy returns | Congratulate on age | Anniversary greeting
Joke please | Make me laugh | Something funny | Tell humour
Story for kids | Bedtime tale | Children fable | Narrate to little ones
Unit conversion | Inches to centimetres | Metric equivalent | Change measures
Calculation | Do the maths | Add numbers | Arithmetic
Time zone | What hour in Tokyo | Clock abroad | Local moment elsewhere
Spelling check | Correct orthography | How is it written | Letters of a word
Definition wanted | What does it mean | Explain term | Dictionary sense
Travel warning | Dangerous country | Safety abroad | Risky destination
Power of attorney | Act on my behalf | Representation mandate | Proxy granted
Name change | Called differently now | New surname | Rename account holder
Email verification | Confirm mailbox | Activation link | Prove inbox
Two factor login | Authenticator code | Second security step | SMS token
Museum visit | Gallery tour | Exhibition entry | See paintings
Accessibility need | Wheelchair access | Disabled entrance | Barrier free
`
  .trim()
  .split("\n")
  .map((line) => line.split("|").map((one) => one.trim()));

/** Labels that look or sound alike and mean different things: the first of each pair must never become the second. */
export const nearMisses: [string, string][] = [
  ["Order status", "Order cancellation"],
  ["Card lost abroad", "Card blocked abroad"],
  ["Increase credit line", "Decrease credit line"],
  ["Open savings account", "Close savings account"],
  ["Check-in online", "Check-out online"],
  ["Before surgery", "After surgery"],
  ["Import data", "Export statistics"],
  ["Buy house", "Sell house"],
  ["Upload photo", "Download photo"],
  ["Flight from Berlin", "Flight to Berlin"],
  ["Incoming call", "Outgoing call"],
  ["Add passenger", "Remove passenger"],
  ["Lend equipment", "Borrow equipment"],
  ["Hot water", "Hot waiter"],
  ["Tax advice", "Taxi advice"],
  ["Desert trip", "Dessert trip"],
  ["Personal matter", "Personnel matter"],
  ["Affect on sales", "Effects pedal sales"],
  ["Principal of school", "Principles of school"],
  ["Stationary bike", "Stationery bill"],
];
