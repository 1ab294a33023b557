<%= recordImports %>/** <%= summaries.connec %> */
<%= interfaces.connec %>

/** <%= summaries.external %> */
<%= interfaces.external %>
