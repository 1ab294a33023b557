/** What a field holds. An id is a list of ids in the hub's records, and the application's own id in a mapping. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'id';

/** A field of the hub's records, by its path. */
export interface Field {
  path: string;
  type: FieldType;
  /** The hub's name of what an id refers to: "sales order". */
  refersTo?: string;
  /** All values that the hub has for it, where they are known. */
  choices?: readonly string[];
  /** Most applications have it: it is proposed. */
  usual: boolean;
}

/** What is known of one kind of record of the hub (contract/connec-api.md §11). */
export interface Resource {
  /** Its collection: "sales_orders". */
  name: string;
  fields: readonly Field[];
  /** One record per company. */
  singleton: boolean;
}

/** The resource of that collection; undefined for one that is not known. */
export function resourceOf(collection: string): Resource | undefined {
  const text = Object.hasOwn(RESOURCES, collection) ? RESOURCES[collection] : undefined;
  if (text === undefined) return undefined;
  const fields = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(parseField);
  return { name: collection, fields, singleton: collection === 'company' };
}

/** The collections that are known, in alphabetical order. */
export const resourceNames = (): string[] => Object.keys(RESOURCES).sort();

// One word per field: path, "#" with its type where that is not text, "@" with what an id refers to, "=" with its
// values where they are known, "*" where usual.
const EMAIL = 'email/address* email/address2';
const WEBSITE = 'website/url* website/url2';
const CHANNEL = 'contact_channel/skype';
const REFERRED = 'referred_leads#list';

const RESOURCES: Record<string, string> = {
  accounts: `code* name* description* class type currency bank_account bank_name bank_code account_number iban_number
    bic_code sub_type status`,
  app_users: `mno_user_id code first_name* last_name* role is_admin#boolean ${EMAIL} ${address('address_work')}
    ${address('address_home')} ${phone('phone_work')} ${phone('phone_home')} teams#list`,
  company: `name* currency* timezone tax_number employer_id note ${EMAIL} ${address('address', '*')} ${WEBSITE}
    ${phone('phone', '*')} logo/logo`,
  contacts: `${person()} name is_person#boolean`,
  credit_notes: document(),
  employees: `employee_id first_name* last_name* gender birth_date#date* hired_date#date* job_title*
    social_security_number ${EMAIL} ${address('address', '*')} ${phone('phone', '*')}
    work_location_id@work_location employee_salaries#list work_locations#list`,
  event_orders: 'code event_id@event* person_id@person* status* attendees#list',
  events: `code name* description* url* start_date#date* end_date#date* capacity#number currency
    status=DRAFT|LIVE|COMPLETED ticket_classes#list`,
  invoices: `${document('DRAFT|SUBMITTED|AUTHORISED|PAID|VOIDED', 'CUSTOMER|SUPPLIER')} sales_order_id@sales_order`,
  items: `code* reference name* product_name description* status type is_inventoried#boolean
    sale_price/net_amount#number* sale_price/total_amount#number sale_price/currency
    purchase_price/net_amount#number* purchase_price/total_amount#number purchase_price/currency
    sale_tax_code_id@tax_code purchase_tax_code_id@tax_code sale_account_id@account purchase_account_id@account
    quantity_on_hand#number quantity_available#number quantity_committed#number initial_quantity#number
    minimum_quantity#number average_cost#number current_value#number weight#number weight_unit length#number
    surface#number volume#number serial_number part_number unit unit_type start_date#date end_date#date
    product_id@item`,
  journals: 'code title* transaction_number* transaction_date#date* currency lines#list',
  leads: `${person()} name`,
  leave_applications: `employee_id@employee* pay_item_id@pay_item* title* description* start_date#date*
    end_date#date* status units#number leave_periods#list`,
  opportunities: `code name* description* sales_stage* type expected_close_date#date* amount/total_amount#number*
    amount/currency probability#number* next_step sales_stage_changes#list lead_id@lead assignee_id@app_user
    assignee_type`,
  organizations: `code name* reference status industry* annual_revenue#number capital#number
    number_of_employees#number description is_customer#boolean is_supplier#boolean is_lead#boolean
    ${address('address', '*')} ${EMAIL} ${WEBSITE} ${phone('phone', '*')} ${CHANNEL} assignee_id@app_user ${REFERRED}`,
  pay_items: 'name* type* sub_type show_pay_slip#boolean',
  pay_runs: 'start_date#date* end_date#date*',
  pay_schedules: 'name* frequency*',
  pay_stubs: 'employee_id@employee*',
  payments: `title* code transaction_number* payment_reference transaction_date#date* type=CUSTOMER|SUPPLIER
    status person_id@person* organization_id@organization* account_id@account public_note amount/total_amount#number* amount/currency
    payment_lines#list`,
  people: person(),
  projects: 'name* description* organization_id@organization* tasks#list',
  purchase_orders: document('DRAFT|AUTHORISED|DELIVERED|CANCELLED|RECEIVED'),
  quotes: document('DRAFT|PENDING|REVIEWED|ACCEPTED|REJECTED'),
  sales_orders: document('DRAFT|SUBMITTED|AUTHORISED|DELIVERED|CANCELLED'),
  stock_adjustments: 'title* transaction_date#date* lines#list',
  tax_codes: 'code* name* sale_tax_rate#number* purchase_tax_rate#number* sale_taxes#list',
  tax_rates: 'name* rate#number*',
  teams: 'name* description* members#list',
  time_activities: 'name* description*',
  time_sheets: `employee_id@employee* start_date#date* end_date#date* status transaction_date#date
    time_sheet_lines#list`,
  venues: `name* description* ${EMAIL} ${address('address', '*')} ${WEBSITE} ${phone('phone', '*')}`,
  warehouses: `code name* description* status ${address('address').replaceAll('billing', 'shipping')}`,
  work_locations: `name* description* ${address('address', '*')} ${phone('phone', '*')}`,
};

function person(): string {
  return `code status title first_name* last_name* ${EMAIL} ${phone('phone_work', '*')} job_title* birth_date#date
    organization_id@organization* assignee_id@app_user assignee_type is_customer#boolean is_supplier#boolean
    is_lead#boolean company_name ${address('address_work', '*')} ${address('address_home')} ${WEBSITE.replace('*', '')}
    ${phone('phone_home')} ${CHANNEL} lead_status lead_source lead_status_changes#list lead_conversion_date#date
    ${REFERRED} opportunities#list notes#list tasks#list description`;
}

function document(statuses = '', types = ''): string {
  return `code title* transaction_number* type${values(types)} status${values(statuses)}* transaction_date#date* due_date#date*
    organization_id@organization* person_id@person public_note* private_note ${block('billing_address')}
    ${block('shipping_address')} amount/total_amount#number* amount/net_amount#number amount/currency balance#number
    deposit#number discount_amount#number discount_percent#number apply_tax_after_discount#boolean lines#list`;
}

function values(choices: string): string {
  return choices === '' ? '' : `=${choices}`;
}

/** Four addresses; `usual` marks the fields of the first. */
function address(path: string, usual = ''): string {
  const others = ['billing2', 'shipping', 'shipping2'].map((name) => block(`${path}/${name}`));
  return [block(`${path}/billing`, usual), ...others].join(' ');
}

function block(path: string, usual = ''): string {
  const often = ['line1', 'city', 'postal_code', 'country'].map((field) => `${path}/${field}${usual}`);
  return [...often, `${path}/line2`, `${path}/region`].join(' ');
}

function phone(path: string, usual = ''): string {
  const others = ['landline2', 'mobile', 'mobile2', 'fax', 'fax2', 'pager', 'pager2'];
  return [`${path}/landline${usual}`, ...others.map((field) => `${path}/${field}`)].join(' ');
}

function parseField(word: string): Field {
  const [, path = '', type, refersTo, choices, usual] =
    /^([^#@=*]+)(?:#(\w+))?(?:@(\w+))?(?:=([\w|]+))?(\*)?$/.exec(word) ?? [];
  return {
    path,
    type: refersTo ? 'id' : ((type ?? 'text') as FieldType),
    ...(refersTo ? { refersTo: refersTo.replaceAll('_', ' ') } : {}),
    ...(choices ? { choices: choices.split('|') } : {}),
    usual: usual !== undefined,
  };
}
