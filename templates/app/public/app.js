// The pages work without this file. It saves a click here and there.

for (const time of document.querySelectorAll('time[datetime]')) {
  time.title = time.textContent;
  time.textContent = new Date(time.dateTime).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

const settings = document.querySelector('#settings');

// Whatever comes back also goes out; the server sees to it, too.
for (const row of settings?.querySelectorAll('[data-entity]') ?? []) {
  const out = row.querySelector('[name=toConnec]');
  const back = row.querySelector('[name=toExternal]');
  if (!out || !back || out.disabled) continue;
  back.addEventListener('change', () => {
    if (back.checked) out.checked = true;
  });
  out.addEventListener('change', () => {
    if (!out.checked && back.checked) out.checked = true;
  });
}

// A page that follows a synchronization does not reload under somebody's hands.
settings?.addEventListener('change', () => window.stop());
