import { Account } from './account.ts';
import { Contact } from './contact.ts';

/** What travels, in the order it is synchronized: what is referred to comes before what refers to it. */
export const entities = [new Account(), new Contact()];
