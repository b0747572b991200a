/** A value that survives JSON: what variables, mappings and forms hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Named JSON values. Kept on a null prototype wherever the engine builds one. */
export type JsonObject = Readonly<Record<string, Json>>;
