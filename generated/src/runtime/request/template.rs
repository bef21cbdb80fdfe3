//! A request that is ready to be sent any number of times.
//!
//! Credentials in headers enter only the copies, so that what is kept for another attempt costs nothing.

use std::sync::Arc;

use http::header::{ACCEPT, HeaderMap, HeaderName, USER_AGENT};
use http::{HeaderValue, Method, Uri};

use crate::runtime::client::Authorization;
use crate::runtime::client::Settings;
use crate::runtime::description::Operation;
use crate::runtime::transport::{Body, Listener, Meter};

/// Largest body, in bytes, that counts as sent at once.
const SMALL: u64 = 64 << 10;

/// Template of each attempt's request.
pub(in crate::runtime) struct Template {
    pub(in crate::runtime) operation: &'static Operation,
    pub(in crate::runtime) method: Method,
    pub(in crate::runtime) uri: Uri,
    /// Headers set by the caller.
    pub(in crate::runtime) headers: HeaderMap,
    /// The content type that is asked for, unless the headers say something else.
    pub(in crate::runtime) accept: &'static str,
    pub(in crate::runtime) body: Body,
    /// Function that is told the progress of the body.
    pub(in crate::runtime) listener: Option<Listener>,
}

impl Template {
    /// Returns a request with credentials and the client's name, except for headers that were set explicitly.
    pub(in crate::runtime) fn request(
        &self,
        settings: &Settings,
        meter: Option<&Arc<Meter>>,
    ) -> http::Request<Body> {
        let body = self.body.clone().with_meter(meter.cloned());
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.all_headers(settings);
        #[cfg(feature = "testing")]
        self.annotate(&mut request, settings);
        request
    }

    /// Creates a meter for an attempt, where there is progress to count.
    pub(in crate::runtime) fn meter(&self) -> Option<Arc<Meter>> {
        let is_small = self.body.as_bytes().is_some() && self.body.length() <= Some(SMALL);
        if is_small && self.listener.is_none() {
            return None;
        }
        let meter = Meter::new(self.body.length(), self.listener.clone());
        Some(Arc::new(meter))
    }

    /// Adds what a fake has to know: which operation it is, and where the query has the key.
    #[cfg(feature = "testing")]
    fn annotate(&self, request: &mut http::Request<Body>, settings: &Settings) {
        let authorization = settings.authorization_for(self.operation);
        let secrets = authorization.map(|authorization| authorization.query_parameters());
        let extensions = request.extensions_mut();
        extensions.insert(self.operation);
        if let Some(names) = secrets {
            extensions.insert(crate::runtime::testing::SecretParameters(names));
        }
    }

    fn all_headers(&self, settings: &Settings) -> HeaderMap {
        let mut headers = if self.headers.is_empty() {
            HeaderMap::with_capacity(4)
        } else {
            self.headers.clone()
        };
        let accept = HeaderValue::from_static(self.accept);
        add_missing(&mut headers, &ACCEPT, &accept);
        let authorization = settings.authorization_for(self.operation);
        for part in authorization
            .as_deref()
            .map(Authorization::each)
            .unwrap_or_default()
        {
            if let Authorization::Header(name, value) = part {
                add_missing(&mut headers, name, value);
            }
        }
        add_missing(&mut headers, &USER_AGENT, &settings.user_agent);
        headers
    }
}

fn add_missing(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    if !headers.contains_key(name) {
        headers.insert(name.clone(), value.clone());
    }
}
