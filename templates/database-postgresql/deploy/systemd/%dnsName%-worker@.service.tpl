[Unit]
Description=<%= name %>: worker %i
Wants=network-online.target
After=network-online.target
# However long the hub or the database is away: it goes on trying.
StartLimitIntervalSec=0

[Service]
User=<%= dnsName %>
WorkingDirectory=/opt/<%= dnsName %>
EnvironmentFile=/etc/<%= dnsName %>/environment
Environment=NODE_ENV=production
# worker@1 shows its figures on port 9101, worker@2 on 9102. What the file above says would win: leave it out there.
Environment=METRICS_PORT=910%i
Environment=TENANTS_COPY=/var/lib/<%= dnsName %>/tenants.copy
ExecStartPre=node node_modules/create-connector/bin/connector.js migrate
ExecStart=node dist/worker.js
Restart=always
RestartSec=5
# A migration may take its time; of several that start at once one does it, and the others wait.
TimeoutStartSec=1h
KillSignal=SIGTERM
# More than SHUTDOWN_TIMEOUT.
TimeoutStopSec=15
StateDirectory=<%= dnsName %>
StateDirectoryMode=0700
UMask=0077
NoNewPrivileges=true
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=true
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictSUIDSGID=true
LockPersonality=true
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
