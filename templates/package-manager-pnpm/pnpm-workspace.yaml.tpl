# Install scripts that need not run: esbuild and Prisma work without theirs.
allowBuilds:
<% for (const name of deniedBuilds) { -%>
  '<%= name %>': false
<% } -%>
