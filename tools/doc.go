// Package tools is what stands between a model and the toolboxes that it may call
// from: several of them as one, which of their tools are offered, and which calls
// the user allows.
//
// It knows no database, no server and no screen: those implement chat.Toolbox and
// chat.Permit and are put together here. Begin with [Join] and [Guard].
package tools
