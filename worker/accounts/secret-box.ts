import { ParallaxError } from "../contract/error.ts";

/** What a key is sealed for: the row it stands in and the address it may be sent to. */
export interface SecretPlace {
  organizationId: string;
  providerId: string;
  baseUrl: string;
}

/** Encrypts keys of providers at rest. */
export interface SecretBox {
  seal(place: SecretPlace, secret: string): Promise<string>;
  /** @throws not_available where the secret was changed, or sealed for another place or under a lost encryption secret */
  open(place: SecretPlace, sealed: string): Promise<string>;
}

type Secrets = Pick<Env, "KEY_ENCRYPTION_SECRET" | "KEY_ENCRYPTION_SECRET_PREVIOUS">;

const version = "v1";
const shortestSecret = 32;
const ivLength = 12;

interface Key {
  /** Names the secret in what it has sealed, without telling anything of it. */
  id: string;
  key: CryptoKey;
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV, under a key made of the deployment's secret by HKDF-SHA-256
 * (RFC 5869): `v1.<key id>.<IV>.<cipher and tag>`, the last two base64url. Owner, row and address are authenticated
 * with it, so a cipher that is moved elsewhere, or whose address is changed under it, cannot be opened. While secrets
 * are exchanged the previous one still opens; only the present one seals.
 * @throws not_available, saying what to set
 */
export function secretBox(secrets: Secrets): SecretBox {
  const present = checked(secrets.KEY_ENCRYPTION_SECRET, "KEY_ENCRYPTION_SECRET");
  const previous = secrets.KEY_ENCRYPTION_SECRET_PREVIOUS
    ? checked(secrets.KEY_ENCRYPTION_SECRET_PREVIOUS, "KEY_ENCRYPTION_SECRET_PREVIOUS")
    : null;

  return {
    async seal(place, secret) {
      const { id, key } = await keyOf(present);
      const iv = crypto.getRandomValues(new Uint8Array(ivLength));
      const data = await crypto.subtle.encrypt(bound(iv, place), key, new TextEncoder().encode(secret));
      return [version, id, toBase64(iv), toBase64(new Uint8Array(data))].join(".");
    },

    async open(place, sealed) {
      const [format, id, iv, data, ...more] = sealed.split(".");
      const ivBytes = fromBase64(iv ?? "");
      const dataBytes = fromBase64(data ?? "");
      if (format !== version || more.length > 0 || ivBytes?.length !== ivLength || !dataBytes) throw unreadable();
      for (const secret of previous === null ? [present] : [present, previous]) {
        const candidate = await keyOf(secret);
        if (candidate.id !== id) continue;
        try {
          const plain = await crypto.subtle.decrypt(bound(ivBytes, place), candidate.key, dataBytes);
          return new TextDecoder().decode(plain);
        } catch {
          throw unreadable();
        }
      }
      throw unreadable();
    },
  };
}

function bound(iv: Uint8Array<ArrayBuffer>, { organizationId, providerId, baseUrl }: SecretPlace) {
  const additionalData = new TextEncoder().encode(
    JSON.stringify([version, organizationId, providerId, "apiKey", baseUrl]),
  );
  return { name: "AES-GCM", iv, additionalData };
}

async function keyOf(secret: string): Promise<Key> {
  const from = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), "HKDF", false, [
    "deriveKey",
    "deriveBits",
  ]);
  const hkdf = (purpose: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode(`parallax ${version} ${purpose}`),
  });
  const [id, key] = await Promise.all([
    crypto.subtle.deriveBits(hkdf("key id"), from, 48),
    crypto.subtle.deriveKey(hkdf("provider keys"), from, { name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]),
  ]);
  return { id: toBase64(new Uint8Array(id)), key };
}

function checked(secret: string | undefined, name: string): string {
  if (secret !== undefined && secret.length >= shortestSecret) return secret;
  throw new ParallaxError(
    "not_available",
    `Keys of providers cannot be kept: ${name} must be set, to ${shortestSecret} characters or more.`,
  );
}

function unreadable(): ParallaxError {
  return new ParallaxError(
    "not_available",
    "The key of this provider cannot be read: it was changed in the database, or KEY_ENCRYPTION_SECRET is another one. Enter the key again.",
  );
}

function toBase64(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Null for anything but the one spelling that `toBase64` gives: the last character may have bits that say nothing. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
