/** Of the product; the packages carry the same. */
export const version = '0.1.0';
