{
  "$schema": "./node_modules/@biomejs/biome/configuration_schema.json",
  "vcs": { "enabled": true, "clientKind": "git", "useIgnoreFile": true },
  "files": { "includes": ["**", "!connector.json", "!**/*.md", "!**/*.yml", "!**/*.yaml"] },
  "formatter": { "indentStyle": "space", "lineWidth": 110 },
  "javascript": { "formatter": { "quoteStyle": "single" } },
  "linter": {
    "rules": {
      "style": { "useImportType": "error", "useNodejsImportProtocol": "error" }
    }
  }
}
