# Settings of this machine. Never committed; .env.example explains every line.
NODE_ENV=development
HOST=127.0.0.1
PORT=3000
DATABASE_URL=<%= databaseUrl %>
SESSION_SECRET=<%= sessionSecret %>
ENCRYPTION_KEYS=1:<%= encryptionKey %>
OPERATOR_PASSWORD=<%= operatorPassword %>

# `<%= run %> dev` fills these from its sandbox. For the real world write them, and run `<%= exec %> connector dev --no-sandbox`.
EXTERNAL_URL=
EXTERNAL_CLIENT_ID=
EXTERNAL_CLIENT_SECRET=
MNO_DEVPL_HOST=
MNO_DEVPL_ENV_NAME=
MNO_DEVPL_ENV_KEY=
MNO_DEVPL_ENV_SECRET=
