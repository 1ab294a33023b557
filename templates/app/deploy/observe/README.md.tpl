# Watching the connector

`/metrics` says what the connector does (see the project's README.md); here is what Prometheus and Grafana make of it. Set
`METRICS_TOKEN` in the environment of every process, and `METRICS_PORT` for workers, which have no pages: on one machine
a port for each.

## Prometheus

```yaml
rule_files: [alerts.yaml]
scrape_configs:
  - job_name: <%= dnsName %>
    scrape_interval: 30s
    authorization:
      credentials_file: metrics-token   # METRICS_TOKEN, and nothing else
    static_configs:
      - targets: ['127.0.0.1:3000', '127.0.0.1:9101', '127.0.0.1:9102']   # the web server, each worker at its METRICS_PORT
```

Each process is asked by itself, never through a load balancer, which would ask one or the other. In the network of Compose
`dns_sd_configs` finds them as `web` and `worker`, both on port 3000; in a cluster `kubernetes_sd_configs` with `role: pod`
does, web servers on port 3000 and workers on 9100.

[alerts.yaml](alerts.yaml) tells of what nobody should find out from customers; each alert says what to do. `promtool check
rules alerts.yaml` looks at it after a change. What waits is in the database, and the same whichever process is asked: so the
alerts take the greatest figure of all, where they add up what each process has done.

## Grafana

*Dashboards, New, Import*, and upload [dashboard.json](dashboard.json). It asks for nothing: the source of the figures and
the job are chosen at its top.

## Without either

`<%= exec %> connector status`, or `<%= run %> status` in production, prints what all processes do, what is behind, and what waits for
a person. `/operator/jobs` has the jobs, for whoever has `OPERATOR_PASSWORD`.
