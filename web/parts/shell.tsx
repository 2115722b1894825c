import {
  Activity,
  CircleQuestionMark,
  Folder,
  type IconNode,
  LayoutTemplate,
  LogOut,
  Menu,
  Monitor,
  Moon,
  Plug,
  Sun,
} from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api.ts";
import { type Chord, isTyping, readKey } from "../keys.ts";
import { forgetAnswers } from "../load.ts";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { me, unreachable } from "../session.ts";
import { setTheme, type Theme, theme, themes } from "../theme.ts";
import { say } from "../toast.ts";
import { Dialog } from "./dialog.tsx";
import { Help } from "./help.tsx";
import { Icon } from "./icon.tsx";
import { crumbs } from "./page-head.tsx";

const places: { path: string; word: string; icon: IconNode; keys: string; also: RegExp }[] = [
  { path: "/projects", word: "Projects", icon: Folder, keys: "g p", also: /^\/(projects|datasets)/ },
  { path: "/analyses", word: "Analyses", icon: Activity, keys: "g a", also: /^\/analyses/ },
  { path: "/templates", word: "Templates", icon: LayoutTemplate, keys: "g t", also: /^\/templates/ },
  { path: "/providers", word: "Providers", icon: Plug, keys: "g r", also: /^\/(providers|models)/ },
];

const themeIcons: Record<Theme, IconNode> = { system: Monitor, light: Sun, dark: Moon };

/** Everything around a page: navigation, breadcrumb, theme, account, keys, the offline bar. */
export function Shell({ children }: { children: ComponentChildren }) {
  const place = usePlace();
  const [open, setOpen] = useState<"help" | "menu" | null>(null);
  useKeys(place.go, () => setOpen("help"));
  useEffect(() => {
    const controller = new AbortController();
    api.me(controller.signal).then(
      (answer) => {
        me.value = answer;
      },
      () => undefined,
    );
    return () => controller.abort();
  }, []);

  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <aside class="sidebar" aria-label="Parallax">
        <Brand />
        <nav aria-label="Main">
          {places.map((item) => (
            <a
              key={item.path}
              class="nav-item"
              href={item.path}
              aria-current={item.also.test(place.path) ? "page" : undefined}
            >
              <Icon of={item.icon} />
              {item.word}
            </a>
          ))}
        </nav>
        <div class="sidebar-foot">
          <button type="button" class="nav-item" onClick={() => setOpen("help")}>
            <Icon of={CircleQuestionMark} />
            Shortcuts
            <kbd>?</kbd>
          </button>
          <ThemeButton />
          <Account />
        </div>
      </aside>
      <div class="frame">
        <Offline />
        <header class="topbar">
          <Crumbs />
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <nav class="bottombar" aria-label="Main, bottom">
        {places.map((item) => (
          <a key={item.path} href={item.path} aria-current={item.also.test(place.path) ? "page" : undefined}>
            <Icon of={item.icon} size={20} />
            {item.word}
          </a>
        ))}
        <button type="button" onClick={() => setOpen("menu")}>
          <Icon of={Menu} size={20} />
          Menu
        </button>
      </nav>
      {open === "help" && <Help onClose={() => setOpen(null)} />}
      {open === "menu" && (
        <Dialog title="Menu" onClose={() => setOpen(null)}>
          <ThemeButton />
          <Account />
        </Dialog>
      )}
    </div>
  );
}

export function Brand() {
  return (
    <a class="brand" href="/projects">
      <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="currentColor" />
        <path d="M8 22 14 8h3l-6 14zM15 24l6-14h3l-6 14z" fill="var(--on-accent)" />
      </svg>
      Parallax
    </a>
  );
}

function Crumbs() {
  const list = crumbs.value;
  return (
    <nav aria-label="Breadcrumb" style={{ minWidth: "0", flex: "1" }}>
      <ol class="crumbs">
        {list.map((crumb, index) => (
          <li key={crumb.word}>
            {index > 0 && <span aria-hidden="true">/</span>}
            {crumb.href === undefined ? (
              <span class="clip" aria-current="page">
                {crumb.word}
              </span>
            ) : (
              <a class="clip" href={crumb.href}>
                {crumb.word}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function ThemeButton() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "system";
  return (
    <button type="button" class="nav-item" onClick={() => setTheme(next)}>
      <Icon of={themeIcons[theme.value]} />
      Theme: {theme.value}
    </button>
  );
}

function Account() {
  const { go } = usePlace();
  const answer = me.value;
  if (answer === null) return null;
  const leave = async (): Promise<void> => {
    try {
      await api.signOut();
      me.value = null;
      forgetAnswers();
      go("/sign-in");
    } catch (error) {
      say(`Couldn’t sign out. ${asApiError(error).message}`, "error");
    }
  };
  return (
    <div class="account">
      <div>
        <div class="clip">{answer.user.name}</div>
        {answer.organization.name !== answer.user.name && (
          <div class="clip small quiet">{answer.organization.name}</div>
        )}
      </div>
      <button type="button" class="icon-button" aria-label="Sign out" title="Sign out" onClick={() => void leave()}>
        <Icon of={LogOut} />
      </button>
    </div>
  );
}

function Offline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  if (online && !unreachable.value) return null;
  return (
    <div class="offline" role="status">
      {online ? "The server does not answer." : "You are offline."} What is on the screen is the last that came; running
      analyses go on without this page.
    </div>
  );
}

function useKeys(go: (url: string) => void, help: () => void): void {
  const chord = useRef<Chord>({ first: null, at: 0 });
  const latest = useRef({ go, help });
  latest.current = { go, help };
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const read = readKey(chord.current, event.key, event.timeStamp);
      chord.current = read.chord;
      if (read.does === null) return;
      event.preventDefault();
      if (read.does === "help") latest.current.help();
      else if (read.does === "search") document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus();
      else latest.current.go(read.does);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
