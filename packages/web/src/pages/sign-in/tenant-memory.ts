const key = 'wbpm.tenant';
const usual = 'default';

/** The tenant this browser signed in to last. */
export function rememberedTenant(): string {
  return localStorage.getItem(key) ?? usual;
}

export function rememberTenant(tenantId: string): void {
  if (tenantId === usual) localStorage.removeItem(key);
  else localStorage.setItem(key, tenantId);
}

export function isUsualTenant(tenantId: string): boolean {
  return tenantId === usual;
}
