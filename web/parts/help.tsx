import { Dialog } from "./dialog.tsx";

const keys: { keys: string[]; does: string }[] = [
  { keys: ["g", "p"], does: "Go to projects" },
  { keys: ["g", "a"], does: "Go to analyses" },
  { keys: ["g", "t"], does: "Go to templates" },
  { keys: ["g", "r"], does: "Go to providers" },
  { keys: ["g", "m"], does: "Go to models" },
  { keys: ["/"], does: "Search on this page" },
  { keys: ["J"], does: "Next row, or next content in the open drawer" },
  { keys: ["K"], does: "Previous row or content" },
  { keys: ["Enter"], does: "Open the marked row" },
  { keys: ["Esc"], does: "Close what is open" },
  { keys: ["?"], does: "This list" },
];

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Shortcuts" onClose={onClose}>
      <dl class="keys">
        {keys.map((row) => (
          <>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </>
        ))}
      </dl>
      <p class="quiet small">
        In the cluster map the arrow keys move between tiles; Enter goes into one, Esc out of it.
      </p>
    </Dialog>
  );
}
