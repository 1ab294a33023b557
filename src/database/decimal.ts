/** A decimal number without an exponent, and without zeros that say nothing: "1.50e2" is "150". */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  const digits = '0'.repeat(Math.max(0, -point)) + whole + fraction;
  const before =
    point > 0
      ? digits
          .slice(0, point)
          .padEnd(point, '0')
          .replace(/^0+(?=\d)/, '')
      : '0';
  const behind = digits.slice(Math.max(0, point)).replace(/0+$/, '');
  const plain = behind === '' ? before : `${before}.${behind}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;
