# Changing the encryption key

`ENCRYPTION_KEYS` encrypts the tokens of linked accounts: `id:key` entries with commas between them. The first one writes,
all of them read. So that no process ever meets a token that it cannot read, a new key reads before it writes:

1. Make a key: `openssl rand -base64 32`.
2. Put it behind the others, `ENCRYPTION_KEYS=1:OLD,2:NEW`, and have every process take that up: README.md says how a
   setting is changed.
3. Put it in front, `ENCRYPTION_KEYS=2:NEW,1:OLD`, and do the same again.
4. Encrypt what is stored under it. This may run while the connector works, and be repeated. README.md says where such a
   program is run:

   ```sh
   node dist/reencrypt.js
   ```

5. When it says 0, and names the new key, take the old one out in the same way. Keep it as long as a backup from before is kept: nothing in that
   backup can be read without it.

Where the settings are a `.env` file in the project's folder, `<%= exec %> connector secrets rotate` makes
the key and writes it there, and says what comes then. `<%= run %> rehearse` does all of this with a copy of the database beforehand.

`SESSION_SECRET` is changed by writing another one: whoever is signed in has to do it again.
