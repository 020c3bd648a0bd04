// Package snippet writes a request as a program: the same model, conversation
// and parameters, in the idiom of an SDK's own documentation, reading the
// gateway's address and its token from NEON_AI_GATEWAY_BASE_URL and
// NEON_AI_GATEWAY_TOKEN. It also writes the settings that point a program of
// others, such as Claude Code, at the gateway.
//
// It imports nothing but client and chat, opens no file and asks nobody; a
// token never comes near it. Each SDK is a template in the folder templates.
// Begin with [Write] for an SDK, with [Set] for a program.
package snippet
