import type { Project, ProjectSettings } from "../worker/contract/project.ts";
import { money, plural } from "./format.ts";
import { readBudget } from "./options.ts";

/** Days that results are kept where a project says nothing. */
export const standardDays = 7;

/** The settings of a project as they are typed. */
export interface TypedSettings {
  monthly: string;
  days: string;
}

export function typedSettings({ monthlyCostUsd, ttlDays }: ProjectSettings): TypedSettings {
  return { monthly: monthlyCostUsd ? String(monthlyCostUsd) : "", days: String(ttlDays ?? standardDays) };
}

/** What is wrong with what was typed, by field; empty where it can be saved. */
export function settingsFaults({ monthly, days }: TypedSettings): Partial<Record<keyof TypedSettings, string>> {
  const value = Number(days);
  return {
    ...(readBudget(monthly) === null ? { monthly: "A sum in dollars, above 0; nothing for no limit" } : {}),
    ...(days.trim() === "" || !Number.isInteger(value) || value < 1 || value > 365
      ? { days: "Whole days, from 1 to 365" }
      : {}),
  };
}

/** What the API is sent; only what was changed, so that nothing becomes a setting that nobody set. */
export function changedSettings(before: ProjectSettings, typed: TypedSettings): ProjectSettings {
  const old = typedSettings(before);
  return {
    ...(typed.monthly === old.monthly ? {} : { monthlyCostUsd: readBudget(typed.monthly) ?? null }),
    ...(typed.days === old.days ? {} : { ttlDays: Number(typed.days) }),
  };
}

/** "at most $20.00 a month, results are kept for 30 days" for the line under the project's name. */
export function settingsInWords({ settings }: Pick<Project, "settings">): string {
  const { monthlyCostUsd, ttlDays = standardDays } = settings;
  const limit = monthlyCostUsd ? `at most ${money(monthlyCostUsd)} a month` : "no monthly limit";
  return `${limit}, results are kept for ${plural(ttlDays, "day")}`;
}
