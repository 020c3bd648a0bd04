package demo

import "net/http"

// refusal is an answer with an error status. Which of the gateway's bodies it
// gets depends on the layer that refused, not on the route.
type refusal struct {
	status  int
	layer   layer
	code    string // of the layer's own vocabulary
	message string
	header  map[string]string
}

// layer is who refused.
type layer int

const (
	gatewayLayer    layer = iota // {"error":{"message"}}
	databricksLayer              // {"error_code","message"}
	vendorLayer                  // as the vendor's API has it, wrapped by Databricks on mlflow and openai
	htmlLayer                    // a proxy's page
	textLayer                    // plain text, or nothing
)

func byGateway(status int, message string) *refusal {
	return &refusal{status: status, message: message}
}

func byDatabricks(status int, code, message string) *refusal {
	return &refusal{status: status, layer: databricksLayer, code: code, message: message}
}

// byVendor is a 400 of the model's vendor.
func byVendor(message string) *refusal {
	return &refusal{status: http.StatusBadRequest, layer: vendorLayer, message: message}
}

// write sends the refusal in the body of its layer.
func (no *refusal) write(w http.ResponseWriter, d dialect, m model) {
	for k, v := range no.header {
		w.Header().Set(k, v)
	}
	switch no.layer {
	case databricksLayer:
		writeJSON(w, no.status, object{"error_code": no.code, "message": no.message})
	case vendorLayer:
		writeJSON(w, no.status, d.vendorError(m, no))
	case htmlLayer:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(no.status)
		w.Write([]byte(no.message))
	case textLayer:
		if no.message != "" {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		}
		w.WriteHeader(no.status)
		w.Write([]byte(no.message))
	default:
		writeJSON(w, no.status, object{"error": object{"message": no.message}})
	}
}

// nested is a vendor's error the way Databricks passes it on: as JSON text in
// its own error's message. What has no vendor behind it speaks for itself.
func nested(m model, no *refusal) any {
	var inner any
	switch {
	case claude(m):
		inner = object{"message": no.message}
	case gemini(m):
		inner = googleError(no)
	case gpt(m):
		inner = openaiError(no)
	default:
		return object{"error_code": "BAD_REQUEST", "message": no.message}
	}
	return object{"error_code": "BAD_REQUEST", "message": string(marshal(inner))}
}

func openaiError(no *refusal) object {
	kind := "invalid_request_error"
	if no.status >= 500 {
		kind = "server_error"
	}
	return object{"error": object{"message": no.message, "type": kind, "param": nil, "code": orNull(no.code)}}
}

func anthropicError(no *refusal) object {
	kinds := map[int]string{
		400: "invalid_request_error", 401: "authentication_error", 403: "permission_error",
		404: "not_found_error", 413: "request_too_large", 429: "rate_limit_error",
		504: "timeout_error", 529: "overloaded_error",
	}
	kind, ok := kinds[no.status]
	if !ok {
		kind = "api_error"
	}
	return object{"type": "error", "error": object{"type": kind, "message": no.message}}
}

func googleError(no *refusal) object {
	kinds := map[int]string{
		400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
		404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE",
	}
	kind, ok := kinds[no.status]
	if !ok {
		kind = "INTERNAL"
	}
	return object{"error": object{"code": no.status, "message": no.message, "status": kind}}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
