import { seededRandom } from "../../worker/clustering/random.ts";
import type { Message } from "../../worker/contract/content.ts";

/** A made-up content with the class that each facet has to meet. */
export interface MadeContent {
  id: string;
  messages: Message[];
  gold: Record<string, string>;
}

/* The classes of each open facet of the template for customer support, the most frequent first. */
const classes: Record<string, string[]> = {
  intent: [
    ...["Order status", "Refund status", "Return an item", "Cancel a membership", "Change an address", "Double charge"],
    ...["Reset a password", "Damaged goods", "Wrong item", "Missing invoice", "Delivery time", "Shipping cost"],
    ...["Voucher not taken", "Close an account", "Change a payment", "Warranty claim", "Size advice", "Stock inquiry"],
    ...["Gift wrapping", "Complaint on staff", "Praise for staff", "Data deletion", "Loyalty points", "Store hours"],
  ],
  product: [
    ...["Running shoes", "Mobile app", "Blender", "Membership", "Gift card", "Winter coat"],
    ...["Headphones", "Web shop", "Credit card", "Coffee machine"],
  ],
  cause: [
    ...["Late parcel", "Unclear invoice", "App error", "Slow refund", "Wrong description", "Payment refused"],
    ...["Courier mistake", "Warehouse mix-up", "Confusing page", "Price change", "Lost mail", "Broken seal"],
  ],
};

const openings = ["Hello,", "Hi there,", "Good morning,", "Hey,", "To whom it may concern,"];
const answers = [
  "I am sorry to hear that. Let me look it up.",
  "That should not have happened.",
  "Of course, it is done.",
];

/** Made-up conversations, the same for the same seed: a few classes are common, many are rare. */
export function madeContents(count: number, seed: number): MadeContent[] {
  const random = seededRandom(seed);
  const pick = (list: string[]): string => list[Math.floor(random() * list.length)] ?? "";
  /** The lower the rank, the more often. */
  const skewed = (list: string[]): string => list[Math.floor(random() ** 2 * list.length)] ?? "";
  return Array.from({ length: count }, (_, number) => {
    const gold = Object.fromEntries(Object.entries(classes).map(([facet, list]) => [facet, skewed(list)]));
    const about = `${gold.intent?.toLowerCase()}, the ${gold.product?.toLowerCase()}, because of ${gold.cause?.toLowerCase()}`;
    const messages: Message[] = [
      { role: "user", content: `${pick(openings)} I write about this: ${about}. My number is ${number}.` },
      { role: "assistant", content: pick(answers) },
      { role: "user", content: random() < 0.5 ? "Thanks!" : "That does not help me at all." },
    ];
    return { id: `made-${String(number).padStart(6, "0")}`, messages, gold };
  });
}
