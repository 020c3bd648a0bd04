// Package mcp has the command mcp, which lists, checks and trusts MCP servers. What
// speaks to them is neonchat/tools/mcp.
package mcp
