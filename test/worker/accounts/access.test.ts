import { describe, expect, it } from "vitest";
import { checkRole, isPublic, mine, mineInTime } from "../../../worker/accounts/access.ts";
import type { Owner } from "../../../worker/accounts/owner.ts";

const owner: Owner = { userId: "usr_1", organizationId: "org_1", role: "member" };

describe("addresses", () => {
  it("are public only where they are listed", () => {
    for (const path of ["/api/health", "/api/health/", "/api/openapi.json", "/api/docs", "/api/auth/sign-in/email"]) {
      expect(isPublic(path)).toBe(true);
    }
    for (const path of [
      "/api/me",
      "/api/auth",
      "/api/healthy",
      "/api/docs/x",
      "//api/health",
      "/api/AUTH/x",
      "/",
      "",
    ]) {
      expect(isPublic(path)).toBe(false);
    }
  });
});

describe("roles", () => {
  it("let all but viewers change something, and everybody read", () => {
    for (const role of ["owner", "admin", "member", "viewer"] as const) {
      for (const method of ["GET", "HEAD"])
        expect(() => checkRole({ ...owner, role }, method, "/api/projects")).not.toThrow();
      for (const method of ["POST", "PATCH", "PUT", "DELETE"]) {
        const check = expect(() => checkRole({ ...owner, role }, method, "/api/projects"));
        if (role === "viewer") check.toThrow(expect.objectContaining({ code: "forbidden" }));
        else check.not.toThrow();
      }
    }
  });

  it("let only owners and admins change providers, and everybody see them", () => {
    const paths = ["/api/providers", "/api/providers/", "/api/providers/prv_1", "/api/providers/prv_1/test"];
    for (const path of paths) {
      for (const role of ["owner", "admin", "member", "viewer"] as const) {
        expect(() => checkRole({ ...owner, role }, "GET", path)).not.toThrow();
        for (const method of ["POST", "PATCH", "DELETE"]) {
          const check = expect(() => checkRole({ ...owner, role }, method, path));
          if (role === "owner" || role === "admin") check.not.toThrow();
          else check.toThrow(expect.objectContaining({ code: "forbidden" }));
        }
      }
    }
    expect(() => checkRole(owner, "POST", "/api/providers-of-something")).not.toThrow();
  });
});

describe("a row", () => {
  it("is handed on to its owner alone", () => {
    const row = { organizationId: "org_1", name: "x" };
    expect(mine(row, owner, "project")).toBe(row);
    expect(() => mine(null, owner, "project")).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => mine({ organizationId: "org_2" }, owner, "project")).toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
  });

  it("is gone from the moment its time is over", () => {
    const row = { organizationId: "org_1", expiresAt: 1000 };
    expect(mineInTime(row, owner, "analysis", 999)).toBe(row);
    expect(() => mineInTime(row, owner, "analysis", 1000)).toThrow(expect.objectContaining({ code: "expired" }));
    expect(mineInTime({ ...row, expiresAt: null }, owner, "analysis", 1000).expiresAt).toBeNull();
    expect(() => mineInTime({ ...row, organizationId: "org_2" }, owner, "analysis", 1000)).toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
  });
});
