/** Secrets and switches that do not stand in wrangler.toml: set by `npm start` or as secrets of a deployment. */
interface Env {
  /** Signs sessions; at least 32 characters. */
  AUTH_SECRET?: string;
  /** Where the app is reached, e.g. `https://parallax.example.com`: the only trusted origin. */
  PUBLIC_URL?: string;
  /** Encrypts the keys of providers at rest; at least 32 characters. */
  KEY_ENCRYPTION_SECRET?: string;
  /** The one before it, while secrets are exchanged: still opens what it has encrypted. */
  KEY_ENCRYPTION_SECRET_PREVIOUS?: string;
  /** Workers AI, where a deployment binds it. */
  AI?: Ai;
  /** Lets the first owner of a deployment sign up. */
  SETUP_TOKEN?: string;
  /** Set by `npm start` alone: relaxes sign-up and gives the local owner a sign-in link. A deployment refuses it. */
  LOCAL_OWNER_TOKEN?: string;
  PARALLEL_STREAM_COUNT?: string;
  SESSIONS_PER_STREAM?: string;
  PARALLEL_PROCESSING_DEBUG?: string;
  DISCOVERY_TARGET_PERCENTAGE?: string;
  DISCOVERY_MIN_SESSIONS?: string;
  DISCOVERY_MAX_SESSIONS?: string;
}
