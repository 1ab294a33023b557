/** What the hub knows of a kind of record (connec-api §11). */
export interface Resource {
  /** What its codes begin with: `PE` in `PE12` (connec-api §5). */
  prefix: string;
  /** One record per company, without an id in its address. */
  singleton?: boolean;
  /** Fields a filter may name although no record has them yet. */
  fields: string;
}

const ADDRESSED = 'email website phone address contact_channel';
const PERSON =
  'title first_name last_name job_title birth_date organization_id assignee_id assignee_type is_customer is_supplier is_lead company_name address_work address_home email website phone_work phone_home contact_channel lead_status lead_source lead_status_changes lead_conversion_date referred_leads opportunities notes tasks description';
const DOCUMENT =
  'title transaction_number type transaction_date due_date organization_id person_id public_note private_note billing_address shipping_address amount balance deposit discount_amount discount_percent apply_tax_after_discount lines';

export const RESOURCES: Record<string, Resource> = {
  accounts: {
    prefix: 'AC',
    fields:
      'name description class type sub_type currency bank_account bank_name bank_code account_number iban_number bic_code',
  },
  app_users: {
    prefix: 'US',
    fields:
      'mno_user_id first_name last_name role is_admin email address_work address_home phone_work phone_home teams',
  },
  company: {
    prefix: 'CO',
    singleton: true,
    fields: `name currency timezone tax_number employer_id note logo ${ADDRESSED}`,
  },
  connector_syncs: { prefix: 'CS', fields: '' },
  contacts: { prefix: 'CT', fields: `name is_person ${PERSON}` },
  credit_notes: { prefix: 'CN', fields: DOCUMENT },
  employees: {
    prefix: 'EM',
    fields: `employee_id first_name last_name gender birth_date hired_date job_title social_security_number work_location_id employee_salaries work_locations ${ADDRESSED}`,
  },
  event_orders: { prefix: 'EO', fields: 'event_id person_id attendees' },
  events: {
    prefix: 'EV',
    fields: 'name description url start_date end_date capacity currency ticket_classes',
  },
  invoices: { prefix: 'INV', fields: `sales_order_id ${DOCUMENT}` },
  items: {
    prefix: 'IT',
    fields:
      'reference name product_name description type is_inventoried sale_price purchase_price sale_tax_code_id purchase_tax_code_id sale_account_id purchase_account_id quantity_on_hand quantity_available quantity_committed initial_quantity minimum_quantity average_cost current_value weight weight_unit length surface volume serial_number part_number unit unit_type start_date end_date product_id',
  },
  journals: { prefix: 'JO', fields: 'title transaction_number transaction_date currency lines' },
  leads: { prefix: 'LEA', fields: `name ${PERSON}` },
  leave_applications: {
    prefix: 'LA',
    fields: 'employee_id pay_item_id title description start_date end_date units leave_periods',
  },
  opportunities: {
    prefix: 'POT',
    fields:
      'name description sales_stage type expected_close_date amount probability next_step sales_stage_changes lead_id assignee_id assignee_type',
  },
  organizations: {
    prefix: 'OR',
    fields: `name reference industry annual_revenue capital number_of_employees description is_customer is_supplier is_lead assignee_id referred_leads ${ADDRESSED}`,
  },
  pay_items: { prefix: 'PI', fields: 'name type sub_type show_pay_slip' },
  pay_runs: { prefix: 'PR', fields: 'start_date end_date' },
  pay_schedules: { prefix: 'PS', fields: 'name frequency' },
  pay_stubs: { prefix: 'PST', fields: 'employee_id' },
  payments: {
    prefix: 'PAY',
    fields:
      'title transaction_number payment_reference transaction_date type person_id organization_id account_id public_note amount payment_lines',
  },
  people: { prefix: 'PE', fields: PERSON },
  projects: { prefix: 'PJ', fields: 'name description organization_id tasks' },
  purchase_orders: { prefix: 'PO', fields: DOCUMENT },
  quotes: { prefix: 'QU', fields: DOCUMENT },
  sales_orders: { prefix: 'SO', fields: DOCUMENT },
  stock_adjustments: { prefix: 'SA', fields: 'title transaction_date lines' },
  tax_codes: { prefix: 'TC', fields: 'name sale_tax_rate purchase_tax_rate sale_taxes' },
  tax_rates: { prefix: 'TR', fields: 'name rate' },
  teams: { prefix: 'TE', fields: 'name description members' },
  time_activities: { prefix: 'TA', fields: 'name description' },
  time_sheets: { prefix: 'TS', fields: 'employee_id start_date end_date transaction_date time_sheet_lines' },
  transaction_logs: { prefix: 'TL', fields: '' },
  venues: { prefix: 'VE', fields: `name description ${ADDRESSED}` },
  warehouses: { prefix: 'WH', fields: 'name description address' },
  work_locations: { prefix: 'WL', fields: 'name description address phone' },
};

/** What every record has, whatever it is (connec-api §5). */
export const META_FIELDS = 'id code status created_at updated_at group_id channel_id resource_type';

/** Lists whose elements are records of their own, with an id each. */
export const CHILD_LISTS = new Set([
  'lines',
  'payment_lines',
  'time_sheet_lines',
  'ticket_classes',
  'employee_salaries',
  'notes',
  'tasks',
]);

const ADDRESS_SET = { billing: {}, billing2: {}, shipping: {}, shipping2: {} };

/** What a new record starts with: blocks that hold nothing are answered as `{}`. */
export const DEFAULTS: Record<string, object> = {
  organizations: { email: {}, phone: {}, website: {}, address: ADDRESS_SET },
  people: { email: {}, phone_work: {}, address_work: ADDRESS_SET, notes: [], tasks: [] },
};
