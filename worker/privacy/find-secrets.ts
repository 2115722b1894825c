import type { PersonalData } from "./personal-data.ts";

/** Keys whose form their issuers made up so that they can be told anywhere. */
const issued =
  /(?<![\w-])(?:(?:sk|pk|rk|whsec|plx)[-_][\w-]{16,200}|(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,64}|xox[abeprs]-[\w-]{10,255}|AIza[\w-]{35}|hf_\w{20,64}|npm_\w{30,64}|eyJ[\w-]{8,4000}\.eyJ[\w-]{8,4000}\.[\w-]{8,4000})(?![\w-])/g;
const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?!-----END)[\s\S]){0,20000}(?:-----END[A-Z0-9 ]{0,50}-----)?/g;
/** Forty signs of Base64 and no word among them, as the secret half of an AWS key. */
const fortySigns = /(?<![\w/+=.-])[A-Za-z0-9/+]{40}(?![\w/+=-])/g;
/** What follows a word for a secret: behind a colon or an equals sign anything, behind "is" what is no plain word. */
const saidSecret =
  /(?<![\p{L}\p{N}])(?:pass(?:word|wort|wd|phrase|code)|kennwort|pwd|contraseña|mot de passe|senha|пароль|密码|パスワード|secret|(?:api|access|secret|auth)[ _-]?(?:key|token)|bearer|token)(?:(?: is| ist| es| est)?[ \t]{0,3}[:=：][ \t]{0,3}|(?: is| ist| es| est| lautet) (?=\S{0,60}[\d!#$%^*_~]))["'`]?([^\s"'`,;<>]{4,200})/giu;
const saidCode =
  /(?<![\p{L}\p{N}])(?:cvv2?|cvc2?|csc|security code|pin|otp|tan|(?:one[ -]time|verification|sms) code)(?: (?:code|number|is|ist|es|est))?[ \t]{0,3}[:=#]?[ \t]{0,3}(\d{3,8})(?!\w|[.,]\d)/giu;

/* What none of the above is without, looked for first: a pattern with a look behind takes long over a text that holds none. */
const longRun = /[\w/+-]{15}|eyJ/;
const wordOfSecret = /pass|kennwort|pwd|contrase|mot de|senha|парол|密码|パスワード|secret|key|token|bearer/i;
const wordOfCode = /cv[vc]|csc|code|pin|otp|tan/i;

/** Keys, passwords and codes: who has them can act for somebody. */
export function findSecrets(text: string, found: PersonalData[]): void {
  const add = (start: number, length: number) => found.push({ kind: "secret", start, end: start + length });
  if (text.includes("-----BEGIN")) for (const { index, 0: said } of text.matchAll(privateKey)) add(index, said.length);
  if (longRun.test(text)) {
    for (const { index, 0: said } of text.matchAll(issued)) if (/\d/.test(said)) add(index, said.length);
    for (const { index, 0: said } of text.matchAll(fortySigns)) {
      if (/\d/.test(said) && /[a-z]/.test(said) && /[A-Z]/.test(said)) add(index, said.length);
    }
  }
  const said = [
    ...(wordOfSecret.test(text) ? [saidSecret] : []),
    ...(/\d{3}/.test(text) && wordOfCode.test(text) ? [saidCode] : []),
  ];
  for (const pattern of said) {
    for (const { index, 0: said, 1: secret = "" } of text.matchAll(pattern)) {
      const start = index + said.length - secret.length;
      // A sign at the end may be a part of it: the last one of a password is better hidden once too often.
      add(start, secret.replace(/[.)\]]+$/, "").length);
    }
  }
}
