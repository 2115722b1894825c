import { useEffect, useId, useState } from "preact/hooks";
import { api } from "../api.ts";
import { forgetAnswers } from "../load.ts";
import { Brand } from "../parts/shell.tsx";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { safeNext, signedOut } from "../session.ts";

/** Signing in and signing up: one form, one switch. `?next=` is where the reader came from, `?token=` an invitation. */
export default function SignIn({ query }: { query: Record<string, string> }) {
  const { go, change } = usePlace();
  const fresh = query.new === "1" || query.token !== undefined;
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [token, setToken] = useState(query.token ?? "");
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useId();
  const local = location.hostname === "127.0.0.1" || location.hostname === "localhost";

  useEffect(() => {
    document.title = `${fresh ? "Create an account" : "Sign in"} · Parallax`;
  }, [fresh]);

  const submit = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      if (fresh) await api.signUp({ name: name.trim(), email, password, ...(token === "" ? {} : { token }) });
      else await api.signIn({ email, password });
      forgetAnswers();
      signedOut.value = false;
      go(safeNext(query.next), true);
    } catch (error) {
      setFault(asApiError(error).message);
      setBusy(false);
    }
  };

  return (
    <main class="sign-in" id="main">
      <Brand />
      <div class="card">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void submit();
          }}
        >
          <h1>{fresh ? "Create an account" : "Sign in"}</h1>
          {fault !== null && (
            <p class="note error" role="alert">
              {fault}
            </p>
          )}
          {fresh && (
            <div class="field">
              <label for={`${field}n`}>Name</label>
              <input
                id={`${field}n`}
                class="input"
                autocomplete="name"
                required
                maxLength={120}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </div>
          )}
          <div class="field">
            <label for={`${field}e`}>E-mail</label>
            <input
              id={`${field}e`}
              class="input"
              type="email"
              autocomplete="username"
              required
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for={`${field}p`}>Password</label>
            <input
              id={`${field}p`}
              class="input"
              type="password"
              autocomplete={fresh ? "new-password" : "current-password"}
              required
              minLength={fresh ? 8 : 1}
              aria-describedby={fresh ? `${field}h` : undefined}
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
            {fresh && (
              <p class="hint" id={`${field}h`}>
                8 characters at least.
              </p>
            )}
          </div>
          {fresh && !local && (
            <div class="field">
              <label for={`${field}t`}>Set-up token or invitation</label>
              <input
                id={`${field}t`}
                class="input mono"
                autocomplete="off"
                value={token}
                onInput={(event) => setToken(event.currentTarget.value)}
              />
            </div>
          )}
          <button type="submit" class="button primary" disabled={busy}>
            {fresh ? "Create the account" : "Sign in"}
          </button>
          <button
            type="button"
            class="button plain"
            onClick={() => {
              setFault(null);
              change({ new: fresh ? undefined : "1", token: undefined }, true);
            }}
          >
            {fresh ? "I have an account" : "Create an account"}
          </button>
        </form>
      </div>
      {local && (
        <p class="foot">Started with npm start? The terminal shows a link that signs you in as the local owner.</p>
      )}
    </main>
  );
}
