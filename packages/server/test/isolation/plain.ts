/** Why something called like an id is none of a tenant's: it does not exist yet. */
export const ownName = 'names what the caller makes';
