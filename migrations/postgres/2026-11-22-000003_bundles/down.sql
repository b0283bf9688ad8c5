DROP TABLE refresh;
DROP TABLE bundle_acknowledgements;
DROP TABLE bundle_messages;
DROP TABLE bundle_revisions;
DROP TABLE bundle_layers;
DROP TABLE bundles;
