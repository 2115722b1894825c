import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from "preact-iso";
import { Shell } from "./parts/shell.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { usePlace } from "./place.ts";
import { safeNext, signedOut } from "./session.ts";
import { say } from "./toast.ts";

const SignIn = lazy(() => import("./pages/sign-in.tsx"));
const Projects = lazy(() => import("./pages/projects.tsx"));
const Project = lazy(() => import("./pages/project.tsx"));
const Dataset = lazy(() => import("./pages/dataset.tsx"));
const Analyze = lazy(() => import("./pages/analyze.tsx"));
const Analyses = lazy(() => import("./pages/analyses.tsx"));
const Analysis = lazy(() => import("./pages/analysis.tsx"));
const Providers = lazy(() => import("./pages/providers.tsx"));
const ProviderNew = lazy(() => import("./pages/provider-new.tsx"));
const Provider = lazy(() => import("./pages/provider.tsx"));
const Models = lazy(() => import("./pages/models.tsx"));
const Templates = lazy(() => import("./pages/templates.tsx"));
const TemplateNew = lazy(() => import("./pages/template-new.tsx"));
const Template = lazy(() => import("./pages/template.tsx"));
const NotFound = lazy(() => import("./pages/not-found.tsx"));

/** The map: every screen and its address. */
export function App() {
  return (
    <LocationProvider>
      <Screens />
      <Toasts />
    </LocationProvider>
  );
}

function Screens() {
  const { url, path, query, go } = usePlace();
  const [loading, setLoading] = useState(false);
  const last = useRef(url);
  const gone = signedOut.value;

  useEffect(() => {
    if (gone && path !== "/sign-in") {
      go(`/sign-in?next=${encodeURIComponent(safeNext(url))}`, true);
    }
  }, [gone, url, path, go]);
  useEffect(() => {
    if (path === "/") go("/projects", true);
  }, [path, go]);

  if (path === "/sign-in") {
    return (
      <ErrorBoundary>
        <SignIn query={query} />
      </ErrorBoundary>
    );
  }
  return (
    <Shell>
      {loading && <div class="route-line" />}
      <ErrorBoundary onError={() => say("This screen failed to load. Reload the page to try again.", "error")}>
        <Router
          onLoadStart={() => setLoading(true)}
          onLoadEnd={() => setLoading(false)}
          onRouteChange={(to) => {
            // Between the tabs of one thing the focus stays on the tab; on another screen it starts at its top.
            if (thing(to) !== thing(last.current)) document.getElementById("main")?.focus({ preventScroll: true });
            last.current = to;
          }}
        >
          <Route path="/projects" component={Projects} />
          <Route path="/projects/:id" component={Project} />
          <Route path="/datasets/:id" component={Dataset} />
          <Route path="/datasets/:id/analyze" component={Analyze} />
          <Route path="/analyses" component={Analyses} />
          <Route path="/analyses/:id/:tab?" component={Analysis} />
          <Route path="/providers" component={Providers} />
          <Route path="/providers/new" component={ProviderNew} />
          <Route path="/providers/:id" component={Provider} />
          <Route path="/models" component={Models} />
          <Route path="/templates" component={Templates} />
          <Route path="/templates/new" component={TemplateNew} />
          <Route path="/templates/:id" component={Template} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  );
}

/** "/analyses/an_1/contents?q=x" and "/analyses/an_1" are the same thing. */
const thing = (url: string): string => url.split("?", 1).join("").split("/").slice(0, 3).join("/");
