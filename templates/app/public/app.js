// The pages work without this file. It saves a click here and there.

showTimes(document);

/** In the reader's own zone and words; the server writes UTC. */
function showTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.title = time.textContent;
    time.textContent = new Date(time.dateTime).toLocaleString(undefined, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  }
}

const settings = document.querySelector('#settings');
let isEdited = false;
settings?.addEventListener('change', () => {
  isEdited = true;
});

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

const followed = document.querySelector('[data-follow]');
if (followed) follow();

/** Shows how far the synchronization is, piece by piece as the server renders it, and what came of it in the end. */
function follow() {
  const stream = new EventSource(followed.dataset.follow);
  stream.addEventListener('progress', ({ data }) => {
    followed.innerHTML = data;
    showTimes(followed);
  });
  stream.addEventListener('end', () => {
    stream.close();
    // Not under somebody's hands.
    if (!isEdited) location.reload();
  });
  stream.addEventListener('error', () => {
    // A lost connection is taken up again by the browser itself; one that was refused is not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 10_000);
  });
}
