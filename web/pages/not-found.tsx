import { Compass } from "lucide";
import { Empty } from "../parts/empty.tsx";
import { PageHead } from "../parts/page-head.tsx";

export default function NotFound() {
  return (
    <>
      <PageHead title="Nothing at this address" />
      <div class="card">
        <Empty
          icon={Compass}
          title="This page does not exist"
          action={
            <a class="button primary" href="/projects">
              Go to projects
            </a>
          }
        >
          The address may be mistyped, or what stood here was deleted.
        </Empty>
      </div>
    </>
  );
}
