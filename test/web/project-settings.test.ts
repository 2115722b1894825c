import { describe, expect, it } from "vitest";
import { expiredInWords } from "../../web/format.ts";
import { changedSettings, settingsFaults, settingsInWords, typedSettings } from "../../web/project-settings.ts";

describe("the settings of a project", () => {
  it("are sent only where they were changed; an empty limit lifts it", () => {
    expect(changedSettings({}, typedSettings({}))).toEqual({});
    expect(changedSettings({}, { monthly: "20", days: "7" })).toEqual({ monthlyCostUsd: 20 });
    expect(changedSettings({ monthlyCostUsd: 20 }, { monthly: "", days: "30" })).toEqual({
      monthlyCostUsd: null,
      ttlDays: 30,
    });
  });

  it("are refused where they are no sum or no number of days", () => {
    expect(settingsFaults({ monthly: "", days: "7" })).toEqual({});
    for (const monthly of ["0", "-1", "much"])
      expect(Object.keys(settingsFaults({ monthly, days: "7" }))).toEqual(["monthly"]);
    for (const days of ["", "0", "1.5", "366"])
      expect(Object.keys(settingsFaults({ monthly: "5", days }))).toEqual(["days"]);
  });

  it("are told in a line", () => {
    expect(settingsInWords({ settings: {} })).toBe("no monthly limit, results are kept for 7 days");
    expect(settingsInWords({ settings: { monthlyCostUsd: 20, ttlDays: 1 } })).toBe(
      "at most $20.00 a month, results are kept for 1 day",
    );
  });
});

describe("what has expired", () => {
  it("is told with its time, where the server says one", () => {
    expect(expiredInWords("The analysis expired at 2026-11-20T10:00:00.000Z.")).toContain("on Nov 20, 2026");
    expect(expiredInWords("Expired")).toContain("ended, and are removed");
  });
});
