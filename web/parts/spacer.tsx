/** Stands for the rows of a table that are out of view. One cell: a wider one would bring hidden columns back. */
export function Spacer({ rows, rowHeight }: { rows: number; rowHeight: number }) {
  return (
    <tr class="spacer">
      <td style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}
