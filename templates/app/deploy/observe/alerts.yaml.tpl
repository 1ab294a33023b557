# Alerts for Prometheus: name this file in `rule_files`. Each says what it means, and what to do. The job is called
# "<%= dnsName %>" in the lines for prometheus.yml beside this file: where yours has another name, write it below.
groups:
  - name: connector
    rules:
      - alert: ConnectorDown
        expr: up{job="<%= dnsName %>"} == 0 or absent(up{job="<%= dnsName %>"})
        for: 3m
        labels:
          severity: critical
        annotations:
          summary: "{{ if $labels.instance }}{{ $labels.instance }} does not answer{{ else }}No process of the connector is known{{ end }}"
          description: >-
            See whether the process runs, and read its last lines in the log: a setting that is missing is named there.
            /health/ready says whether the database answers. Where the process answers and Prometheus does not get
            through, METRICS_TOKEN is not the one in prometheus.yml.

      - alert: ConnectorNobodyWorks
        expr: max by (job) (connector_processes{kind="worker"}) == 0 and max by (job) (connector_schedule_lag_seconds) > 180
        for: 2m
        labels:
          severity: critical
        annotations:
          summary: "No worker runs, and no organization is synchronized"
          description: >-
            Start a worker ("<%= run %> worker"), or set JOBS_IN_WEB=true for the web server. "connector status", or
            "<%= run %> status" in production, shows the processes. Nothing is lost meanwhile: what waits is in the database.

      - alert: ConnectorBehindSchedule
        expr: max by (job) (connector_schedule_lag_seconds) > 900
        for: 5m
        labels:
          severity: warning
        annotations:
          summary: "Organizations wait for {{ $value | humanizeDuration }} beyond their time"
          description: >-
            The clock does not ask for runs: the lane "chores" shows on /operator/jobs whether its job has failed, and the
            log of the workers why. If the job is well, workers or database have more to do than they can (see "Event loop"
            in the dashboard): start another worker.

      - alert: ConnectorRunsWait
        expr: max by (job) (connector_run_request_oldest_seconds) > 3600
        for: 10m
        labels:
          severity: warning
        annotations:
          summary: "A run that was asked for {{ $value | humanizeDuration }} ago is not done"
          description: >-
            It waits, or is under way: a first synchronization may take that long. "connector status" shows the slowest organizations, and which lane is long: raise LIVE_JOBS or BACKFILL_JOBS, or
            start another worker. One organization alone may be held up by a run that does not end: the log has its
            lines by the organization.

      - alert: ConnectorInboxOld
        expr: max by (job) (connector_inbox_oldest_seconds) > 600
        for: 5m
        labels:
          severity: warning
        annotations:
          summary: "A message has waited for {{ $value | humanizeDuration }} to be dealt with"
          description: >-
            The workers do not keep up (the lane "inbox": raise INBOX_JOBS, or start another worker); or one organization's
            messages fail again and again (the log says which, and why), or wait for a long synchronization of it to end.

      - alert: ConnectorRunsFail
        expr: |-
          sum by (job) (increase(connector_runs_total{status="ERROR"}[1h])) > 3
          and
          sum by (job) (increase(connector_runs_total{status="ERROR"}[1h])) / sum by (job) (increase(connector_runs_total[1h])) > 0.2
        for: 10m
        labels:
          severity: warning
        annotations:
          summary: "More than a fifth of the synchronizations of the last hour failed"
          description: >-
            Calls that do not get through, by side, tell whether the hub or the application is in trouble: then it passes
            by itself. If not, the page "History" of an organization, or the log, says why a run has failed.

      - alert: ConnectorOrganizationSilent
        expr: max by (job) (connector_last_success_age_seconds) > 86400
        for: 10m
        labels:
          severity: warning
        annotations:
          summary: "An organization has gone without a synchronization for {{ $value | humanizeDuration }}"
          description: >-
            Its runs end in ERROR, or never begin: "connector status" names it, the log says why by the organization. After three failures in a row the clock waits for a day, "Synchronize now" does not.

      - alert: ConnectorJobsFailed
        expr: sum by (job) (max by (job, lane) (connector_jobs{state="failed"})) > 0
        for: 5m
        labels:
          severity: warning
        annotations:
          summary: "{{ $value }} jobs have failed for good"
          description: >-
            /operator/jobs lists them with the reason. Put right what is wrong, then have them done again, or throw them
            away.

      - alert: ConnectorParkedGrow
        expr: max by (job) (delta(connector_records_parked[6h])) > 20
        for: 15m
        labels:
          severity: warning
        annotations:
          summary: "{{ $value | humanize }} more records are parked than six hours ago"
          description: >-
            "connector records --parked" says why for each. Many of one kind with the same reason are mostly one wrong
            line of a mapping, or a field that the application has made mandatory. More than 10,000 are not counted.

      - alert: ConnectorMessagesParked
        expr: max by (job) (connector_inbox_messages{state="parked"}) > 0
        for: 15m
        labels:
          severity: info
        annotations:
          summary: "{{ $value }} messages were tried too often"
          description: >-
            An administrator of the organization sees them with the reason on the page "Parked", and has them tried again
            or throws them away.

      - alert: ConnectorOrganizationsPaused
        expr: max by (job) (connector_organizations{state="paused"}) > 0
        for: 1h
        labels:
          severity: info
        annotations:
          summary: "{{ $value }} organizations wait for a person"
          description: >-
            "connector status" names them with the reason, mostly that the account has to be linked anew. An administrator
            of the organization does that.

      - alert: ConnectorErrors
        expr: |-
          sum by (job) (rate(connector_http_request_duration_seconds_count{status=~"5.."}[5m]))
          / sum by (job) (rate(connector_http_request_duration_seconds_count[5m])) > 0.02
        for: 10m
        labels:
          severity: critical
        annotations:
          summary: "{{ $value | humanizePercentage }} of the requests fail on our side"
          description: >-
            The log has "request failed" with the error and the number that people see on the page. When all of them fail
            it is mostly the database: /health/ready says so.
