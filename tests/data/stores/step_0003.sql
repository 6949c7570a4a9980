BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE attachments (
	sha256 VARCHAR(64) NOT NULL, 
	bytes INTEGER NOT NULL, 
	stored_at VARCHAR(27) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_attachments PRIMARY KEY (sha256)
);
INSERT INTO "attachments" VALUES('e138318297aeb842cfebd5fd8d364667a6fbe359d92d33a257e69188f58437ef',12,'2026-03-03T01:00:00.000000Z',X'E78EB0E59CBAE7AC94E5BD95');
CREATE TABLE chain_head (
	id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_chain_head PRIMARY KEY (id), 
	CONSTRAINT ck_chain_head_ck_chain_head_one_row CHECK (id = 1)
);
INSERT INTO "chain_head" VALUES(1,10,'ed3933b94837d9bda235b822bc80d7a9b9e3e3ca0524cea68e14ec07baca3871');
CREATE TABLE events (
	sequence INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	signature VARCHAR(128) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	actor VARCHAR(120) NOT NULL, 
	kind VARCHAR(120) NOT NULL, 
	subject VARCHAR(120) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (sequence), 
	CONSTRAINT uq_events_hash UNIQUE (hash), 
	CONSTRAINT uq_events_previous UNIQUE (previous)
);
INSERT INTO "events" VALUES(1,'d478018a91f3ed22e7659400f3d0516ada9c2b1ab3d49e95be8f42fed7f44e47','0000000000000000000000000000000000000000000000000000000000000000','205f1deffefcd451f2798e7c30abeab7a4691974af6267e5b990339d08d85d21ff359bec016b8f567f7c4c1cdf4fdc26fa2e49023760dd2569ffc555aff26f0f','2026-03-02T01:00:00.000000Z','system','chain_begun','chain','{"actor":"system","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"public_key":"431aa39b2fb2b5bb3fad367bc7d17a3ea3def7fffd6ab6aab994a63bf2bb1fcc"},"kind":"chain_begun","previous":"0000000000000000000000000000000000000000000000000000000000000000","sequence":1,"signer":"a88d0898c0c58972","subject":"chain"}');
INSERT INTO "events" VALUES(2,'7df6990652392a52c3f65f0936bdb81eb95d6f148bc1abec65401579cf731dcb','d478018a91f3ed22e7659400f3d0516ada9c2b1ab3d49e95be8f42fed7f44e47','c2f88e535228b8f45ead78059bdd17b34c4340360850b42d2827ad98377464e26419ad7689325213772931235a8cb5b405137178c835fb7fe119aff946918307','2026-03-02T01:00:00.000000Z','console:root','user_added','user:an.ning','{"actor":"console:root","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"department":"","display_name":"安宁","identity":""},"kind":"user_added","previous":"d478018a91f3ed22e7659400f3d0516ada9c2b1ab3d49e95be8f42fed7f44e47","sequence":2,"signer":"a88d0898c0c58972","subject":"user:an.ning"}');
INSERT INTO "events" VALUES(3,'d0df553748b55c7ce56ad0e33aef11d2cf7c22341b9a79887696c227514265f0','7df6990652392a52c3f65f0936bdb81eb95d6f148bc1abec65401579cf731dcb','4bd74d05e5448ad22feb42c1ca552ab7d26992068ede66b935c10f1ef35fc512cbaf7535a7a10599cc26762dbb13c09c90a0c8ddacc1d4c40955e5d2a4375c0d','2026-03-02T01:00:00.000000Z','console:root','user_added','user:bai.he','{"actor":"console:root","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"department":"","display_name":"白鹤","identity":""},"kind":"user_added","previous":"7df6990652392a52c3f65f0936bdb81eb95d6f148bc1abec65401579cf731dcb","sequence":3,"signer":"a88d0898c0c58972","subject":"user:bai.he"}');
INSERT INTO "events" VALUES(4,'37a11c789216ebcb55e3e9b074f00025905cef4353d98440f1dbb004e229db83','d0df553748b55c7ce56ad0e33aef11d2cf7c22341b9a79887696c227514265f0','296da5c6221490672006e0865068e4f7f35b384beae1668bc0631ed83123cadb5e6fd3ce66b17111b7165f7741ba881c27fb2ee5b404d8b018a30e3c8af5ce07','2026-03-02T01:00:00.000000Z','console:root','user_added','user:cui.lan','{"actor":"console:root","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"department":"","display_name":"崔岚","identity":""},"kind":"user_added","previous":"d0df553748b55c7ce56ad0e33aef11d2cf7c22341b9a79887696c227514265f0","sequence":4,"signer":"a88d0898c0c58972","subject":"user:cui.lan"}');
INSERT INTO "events" VALUES(5,'fbcce6c4935cc403593642abb9b899cf988daef24e9e60a1a9453c401f4fbe03','37a11c789216ebcb55e3e9b074f00025905cef4353d98440f1dbb004e229db83','f1a61879176a8bbfc3b721d7bb469c7b7a348800db560e47ea4cbd03a72cdd8670aef0e8e5e8914b7108d738620c717166b03e15de3d651f64b4873fc8247c0a','2026-03-02T01:00:00.000000Z','console:root','user_added','user:du.heng','{"actor":"console:root","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"department":"","display_name":"杜蘅","identity":""},"kind":"user_added","previous":"37a11c789216ebcb55e3e9b074f00025905cef4353d98440f1dbb004e229db83","sequence":5,"signer":"a88d0898c0c58972","subject":"user:du.heng"}');
INSERT INTO "events" VALUES(6,'4c5b8dda157411b62fa28e81e0fd6098a9c78da5da63b8137d860fb875a8dd00','fbcce6c4935cc403593642abb9b899cf988daef24e9e60a1a9453c401f4fbe03','8e850985698f4e1cccaea8c3799f2c45be223a21c8e2a95dd6a33a6450da2fa50de7ec439cdab0e7292984b8e3dca23160b2ab5391ad14c0f30f49f1f03fe603','2026-03-02T01:00:00.000000Z','console:root','user_added','user:fang.ke','{"actor":"console:root","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"department":"","display_name":"方可","identity":""},"kind":"user_added","previous":"fbcce6c4935cc403593642abb9b899cf988daef24e9e60a1a9453c401f4fbe03","sequence":6,"signer":"a88d0898c0c58972","subject":"user:fang.ke"}');
INSERT INTO "events" VALUES(7,'8a8c86ab59d34bb4c1f6e7a235b671cd936d57f75b6c362d92bfc138e4081746','4c5b8dda157411b62fa28e81e0fd6098a9c78da5da63b8137d860fb875a8dd00','6b69a5b0a194e9eb65163f254fa6bbc42fe13b607ed524fd9348c4789ce5cdda65433b375c72e8bfbf68179478189627f66e26411d9aaa68d0b39ac868021d09','2026-03-02T01:00:00.000000Z','anne','case_done','case:2026-0001','{"actor":"anne","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"act":{"attachments":[],"basis":"环发〔2015〕169号","contents":{"circumstances":"所述内容","source":"flag"},"document":"","name":"open_lead","on":"2026-03-02","reason":"依职权","roles":["reviewer"]},"opened":{"evidence":{"build":"build","flags":{"flag":"founding"},"frozen":{}},"instrument":{"acts":[{"contents":[{"after_act":false,"choices":["monitoring","inspection","incident","complaint","flag"],"id":"source","kind":"choice","least":null,"most":null,"name":{"en":"Source of the lead","zh":"线索来源"}},{"after_act":false,"choices":[],"id":"circumstances","kind":"text","least":null,"most":null,"name":{"en":"Circumstances","zh":"基本情况"}}],"four_eyes":false,"from_states":[],"has_document":false,"id":"open_lead","mark":null,"name":{"en":"Register a lead","zh":"登记线索"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer"],"to_state":"lead"},{"contents":[{"after_act":false,"choices":[],"id":"finding","kind":"text","least":null,"most":null,"name":{"en":"Finding","zh":"认定结论"}}],"four_eyes":true,"from_states":["lead"],"has_document":false,"id":"verify","mark":null,"name":{"en":"Verify","zh":"调查认定"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer"],"to_state":"verified"},{"contents":[{"after_act":false,"choices":[],"id":"evidence","kind":"text","least":null,"most":null,"name":{"en":"Facts and evidence told to the region","zh":"告知的事实与依据"}}],"four_eyes":false,"from_states":["verified"],"has_document":true,"id":"notify","mark":"design","name":{"en":"Notify the region","zh":"告知"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer"],"to_state":"notified"},{"contents":[{"after_act":false,"choices":[],"id":"reply","kind":"text","least":null,"most":null,"name":{"en":"What the region says","zh":"陈述意见"}}],"four_eyes":false,"from_states":["notified"],"has_document":false,"id":"reply","mark":"design","name":{"en":"Reply of the region","zh":"陈述申辩"},"not_by":[],"outcomes":{},"requires":[],"roles":["region"],"to_state":null},{"contents":[{"after_act":false,"choices":[],"id":"addressee","kind":"text","least":null,"most":null,"name":{"en":"Addressee (region or department)","zh":"对象（地区或部门）"}},{"after_act":false,"choices":[],"id":"matter","kind":"text","least":null,"most":null,"name":{"en":"Matter","zh":"事项"}}],"four_eyes":false,"from_states":["lead","verified","notified","proposed","deliberated","decided","in_force","extended","escalated","checked"],"has_document":false,"id":"remind","mark":null,"name":{"en":"Remind","zh":"提醒"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer"],"to_state":null},{"contents":[{"after_act":false,"choices":[],"id":"addressee","kind":"text","least":null,"most":null,"name":{"en":"Addressee (region or department)","zh":"对象（地区或部门）"}},{"after_act":false,"choices":[],"id":"matter","kind":"text","least":null,"most":null,"name":{"en":"Matter","zh":"事项"}}],"four_eyes":false,"from_states":["lead","verified","notified","proposed","deliberated","decided","in_force","extended","escalated","checked"],"has_document":false,"id":"summon","mark":null,"name":{"en":"Regulatory interview","zh":"约谈"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer","decider"],"to_state":null},{"contents":[{"after_act":false,"choices":[],"id":"addressee","kind":"text","least":null,"most":null,"name":{"en":"Addressee (region or department)","zh":"对象（地区或部门）"}},{"after_act":false,"choices":[],"id":"matter","kind":"text","least":null,"most":null,"name":{"en":"Matter","zh":"事项"}}],"four_eyes":false,"from_states":["verified","notified","proposed","deliberated","decided","in_force","extended","escalated","checked"],"has_document":true,"id":"circulate","mark":null,"name":{"en":"Circular of criticism","zh":"通报"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer","decider"],"to_state":null},{"contents":[{"after_act":false,"choices":[],"id":"scope","kind":"text","least":null,"most":null,"name":{"en":"Scope","zh":"限批范围"}},{"after_act":false,"choices":[],"id":"term_months","kind":"months","least":3,"most":12,"name":{"en":"Term (months)","zh":"限批期限（月）"}},{"after_act":false,"choices":[],"id":"rectification","kind":"text","least":null,"most":null,"name":{"en":"Required rectification","zh":"整改要求"}}],"four_eyes":true,"from_states":["notified"],"has_document":false,"id":"propose","mark":null,"name":{"en":"Propose a restriction","zh":"限批建议"},"not_by":[],"outcomes":{},"requires":["reply_heard"],"roles":["reviewer"],"to_state":"proposed"},{"contents":[{"after_act":false,"choices":["adopted","rejected"],"id":"outcome","kind":"choice","least":null,"most":null,"name":{"en":"Outcome","zh":"审议结果"}},{"after_act":false,"choices":[],"id":"minutes","kind":"attachment","least":null,"most":null,"name":{"en":"Minutes","zh":"会议纪要"}}],"four_eyes":false,"from_states":["proposed"],"has_document":false,"id":"deliberate","mark":null,"name":{"en":"Deliberate","zh":"审议"},"not_by":["propose"],"outcomes":{"adopted":"deliberated","rejected":"rejected"},"requires":[],"roles":["decider"],"to_state":null},{"contents":[{"after_act":false,"choices":[],"id":"region_named","kind":"text","least":null,"most":null,"name":{"en":"Region","zh":"限批地区"}},{"after_act":false,"choices":[],"id":"circumstances","kind":"text","least":null,"most":null,"name":{"en":"Circumstances","zh":"限批情形"}},{"after_act":false,"choices":[],"id":"scope","kind":"text","least":null,"most":null,"name":{"en":"Scope","zh":"限批范围"}},{"after_act":false,"choices":[],"id":"term_months","kind":"months","least":3,"most":12,"name":{"en":"Term (months)","zh":"限批期限（月）"}},{"after_act":false,"choices":[],"id":"rectification","kind":"text","least":null,"most":null,"name":{"en":"Required rectification","zh":"整改要求"}},{"after_act":false,"choices":[],"id":"supervision","kind":"text","least":null,"most":null,"name":{"en":"Supervision","zh":"监督检查"}}],"four_eyes":true,"from_states":["deliberated"],"has_document":true,"id":"decide","mark":null,"name":{"en":"Decide","zh":"限批决定"},"not_by":["propose"],"outcomes":{},"requires":[],"roles":["decider"],"to_state":"decided"},{"contents":[{"after_act":false,"choices":[],"id":"published_at","kind":"text","least":null,"most":null,"name":{"en":"Where it is published","zh":"公布渠道"}},{"after_act":false,"choices":[],"id":"copied_to","kind":"text","least":null,"most":null,"name":{"en":"Superior body copied","zh":"抄送上级机关"}}],"four_eyes":false,"from_states":["decided"],"has_document":false,"id":"issue","mark":null,"name":{"en":"Issue and publish","zh":"印发公布"},"not_by":[],"outcomes":{},"requires":[],"roles":["decider"],"to_state":"in_force"},{"contents":[{"after_act":false,"choices":["plan","progress","result"],"id":"report","kind":"choice","least":null,"most":null,"name":{"en":"Kind of report","zh":"材料类别"}},{"after_act":false,"choices":[],"id":"summary","kind":"text","least":null,"most":null,"name":{"en":"Summary","zh":"主要内容"}}],"four_eyes":false,"from_states":["in_force","extended","escalated","checked"],"has_document":false,"id":"report_rectification","mark":null,"name":{"en":"Report on rectification","zh":"报送整改材料"},"not_by":[],"outcomes":{},"requires":[],"roles":["region"],"to_state":null},{"contents":[{"after_act":false,"choices":["passed","failed"],"id":"result","kind":"choice","least":null,"most":null,"name":{"en":"Result","zh":"核查结论"}},{"after_act":false,"choices":[],"id":"findings","kind":"text","least":null,"most":null,"name":{"en":"Findings","zh":"核查情况"}}],"four_eyes":false,"from_states":["in_force","extended","escalated"],"has_document":false,"id":"check","mark":null,"name":{"en":"On-site check","zh":"现场核查"},"not_by":[],"outcomes":{},"requires":["term_expired"],"roles":["reviewer"],"to_state":"checked"},{"contents":[{"after_act":false,"choices":[],"id":"measures_done","kind":"text","least":null,"most":null,"name":{"en":"Measures done","zh":"整改措施落实情况"}},{"after_act":false,"choices":[],"id":"findings","kind":"text","least":null,"most":null,"name":{"en":"Findings","zh":"核查情况"}},{"after_act":false,"choices":[],"id":"opinion","kind":"text","least":null,"most":null,"name":{"en":"Opinion","zh":"解除意见"}},{"after_act":false,"choices":[],"id":"later_supervision","kind":"text","least":null,"most":null,"name":{"en":"Later supervision","zh":"后续监管要求"}}],"four_eyes":true,"from_states":["checked"],"has_document":true,"id":"lift","mark":null,"name":{"en":"Lift","zh":"解除限批"},"not_by":["check"],"outcomes":{},"requires":["term_expired","check_passed"],"roles":["decider"],"to_state":"lifted"},{"contents":[{"after_act":false,"choices":[],"id":"measures_done","kind":"text","least":null,"most":null,"name":{"en":"Measures done","zh":"整改措施落实情况"}},{"after_act":false,"choices":[],"id":"findings","kind":"text","least":null,"most":null,"name":{"en":"Findings","zh":"核查情况"}},{"after_act":false,"choices":[],"id":"term_months","kind":"months","least":1,"most":6,"name":{"en":"Extension (months)","zh":"延长期限（月）"}},{"after_act":false,"choices":[],"id":"rectification","kind":"text","least":null,"most":null,"name":{"en":"Required rectification","zh":"整改要求"}},{"after_act":false,"choices":[],"id":"supervision","kind":"text","least":null,"most":null,"name":{"en":"Supervision","zh":"监督检查"}}],"four_eyes":true,"from_states":["checked"],"has_document":true,"id":"extend","mark":null,"name":{"en":"Extend","zh":"延长限批"},"not_by":["check"],"outcomes":{},"requires":["term_expired","check_failed","not_yet_extended"],"roles":["decider"],"to_state":"extended"},{"contents":[{"after_act":false,"choices":[],"id":"referred_to","kind":"text","least":null,"most":null,"name":{"en":"Superior body","zh":"报请的上级机关"}},{"after_act":true,"choices":[],"id":"recheck_by","kind":"date","least":null,"most":null,"name":{"en":"Re-check by","zh":"再次核查期限"}}],"four_eyes":true,"from_states":["checked"],"has_document":true,"id":"escalate","mark":"design","name":{"en":"Escalate","zh":"升级处理"},"not_by":["check"],"outcomes":{},"requires":["check_failed","already_extended"],"roles":["decider"],"to_state":"escalated"},{"contents":[{"after_act":false,"choices":[],"id":"grounds","kind":"text","least":null,"most":null,"name":{"en":"Grounds","zh":"结案理由"}}],"four_eyes":true,"from_states":["lead","verified","notified"],"has_document":false,"id":"close","mark":null,"name":{"en":"Close without a restriction","zh":"不予限批结案"},"not_by":[],"outcomes":{},"requires":[],"roles":["reviewer"],"to_state":"closed"}],"bases":[{"mark":"unverified","number":"环发〔2015〕169号","title":{"en":"Trial measures on regional restriction of environmental impact approvals","zh":"建设项目环境影响评价区域限批管理办法（试行）"},"valid_from":"2016-01-01","valid_to":null}],"deadlines":[{"id":"reply_due","mark":"design","met_by":["reply"],"months":null,"name":{"en":"Time to reply","zh":"陈述申辩期限"},"starts_with":"notify","working_days":10},{"id":"check_due","mark":null,"met_by":["check"],"months":1,"name":{"en":"On-site check after expiry","zh":"期满后现场核查"},"starts_with":"expiry","working_days":null}],"exemptions":[{"en":"Projects for people''s livelihood","zh":"民生项目"},{"en":"Environmental infrastructure","zh":"环境保护基础设施项目"},{"en":"Removal of safety hazards","zh":"排除安全隐患项目"},{"en":"Energy saving and emission reduction","zh":"节能减排项目"}],"id":"eia_169","name":{"en":"Regional restriction of environmental approvals","zh":"建设项目环境影响评价区域限批"},"note":{"en":"The measures bind the ministry; provincial departments apply them by analogy. Steps marked design are safeguards added here where the text is silent.","zh":"该办法约束国家部门，省级部门参照执行。标“design”的环节为文件未规定、由本系统补充的程序保障。"},"restricts":{"en":"Environmental approvals of projects within the scope are suspended in the region; all lower levels suspend at the same time","zh":"暂停审批该地区限批范围内建设项目环境影响评价文件；下级审批部门同时暂停"},"two_high_only":false},"region":"210100"}},"kind":"case_done","previous":"4c5b8dda157411b62fa28e81e0fd6098a9c78da5da63b8137d860fb875a8dd00","sequence":7,"signer":"a88d0898c0c58972","subject":"case:2026-0001"}');
INSERT INTO "events" VALUES(8,'00dd7c124521695fbdb3cb08e8d1c714daf3cf4a6faff9f22243f45c3f0f0efd','8a8c86ab59d34bb4c1f6e7a235b671cd936d57f75b6c362d92bfc138e4081746','df523450ff58e2d80eed124d19bc16517d01ec52442280043d52b7158c26188d1b0257a25eec410e1607fcf957787fc0202a074ad07e2497eea47bbc9198d205','2026-03-02T01:00:00.000000Z','anne','case_drafted','case:2026-0001','{"actor":"anne","at":"2026-03-02T01:00:00.000000Z","attachments":[],"facts":{"act":{"attachments":[],"basis":"环发〔2015〕169号","contents":{"finding":"所述内容"},"document":"","name":"verify","on":"2026-03-02","reason":"依职权","roles":["reviewer"]}},"kind":"case_drafted","previous":"8a8c86ab59d34bb4c1f6e7a235b671cd936d57f75b6c362d92bfc138e4081746","sequence":8,"signer":"a88d0898c0c58972","subject":"case:2026-0001"}');
INSERT INTO "events" VALUES(9,'0c7f5ea59aa83440b8e48e7e971c091e9d46f69e12832d218b4d99a8b5faac18','00dd7c124521695fbdb3cb08e8d1c714daf3cf4a6faff9f22243f45c3f0f0efd','415c4874fd014560122f971130a4156eda1c123270fac106a3393a6bd401e2928a572b330663b514584ff5f5b661420cd1188e885e337bde26639512bd832f09','2026-03-03T01:00:00.000000Z','bob','case_confirmed','case:2026-0001','{"actor":"bob","at":"2026-03-03T01:00:00.000000Z","attachments":[],"facts":{"act":{"attachments":[],"basis":"环发〔2015〕169号","contents":{"finding":"所述内容"},"document":"","name":"verify","on":"2026-03-03","reason":"依职权","roles":["reviewer"]}},"kind":"case_confirmed","previous":"00dd7c124521695fbdb3cb08e8d1c714daf3cf4a6faff9f22243f45c3f0f0efd","sequence":9,"signer":"a88d0898c0c58972","subject":"case:2026-0001"}');
INSERT INTO "events" VALUES(10,'ed3933b94837d9bda235b822bc80d7a9b9e3e3ca0524cea68e14ec07baca3871','0c7f5ea59aa83440b8e48e7e971c091e9d46f69e12832d218b4d99a8b5faac18','434cef07436cd05fd2695654f81b4232c63fccf5ac82a6fc6296c68f611e8f087b11a6f2588852b62cc31707a32af69aee72ade7a89d8853f40c45c5d6b0a507','2026-03-03T01:00:00.000000Z','an.ning','noted','note','{"actor":"an.ning","at":"2026-03-03T01:00:00.000000Z","attachments":["e138318297aeb842cfebd5fd8d364667a6fbe359d92d33a257e69188f58437ef"],"facts":{"text":"附件"},"kind":"noted","previous":"0c7f5ea59aa83440b8e48e7e971c091e9d46f69e12832d218b4d99a8b5faac18","sequence":10,"signer":"a88d0898c0c58972","subject":"note"}');
CREATE TABLE grants (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	region VARCHAR(40) NOT NULL, 
	sources VARCHAR(1000) DEFAULT '' NOT NULL, 
	proposal_id INTEGER, 
	given_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	CONSTRAINT pk_grants PRIMARY KEY (id), 
	CONSTRAINT fk_grants_user_id FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_grants_proposal_id FOREIGN KEY(proposal_id) REFERENCES proposals (id)
);
INSERT INTO "grants" VALUES(1,1,'reviewer','','',NULL,'2026-03-02T01:00:00.000000Z',NULL);
INSERT INTO "grants" VALUES(2,2,'reviewer','','',NULL,'2026-03-02T01:00:00.000000Z',NULL);
INSERT INTO "grants" VALUES(3,3,'decider','','',NULL,'2026-03-02T01:00:00.000000Z',NULL);
INSERT INTO "grants" VALUES(4,4,'decider','','',NULL,'2026-03-02T01:00:00.000000Z',NULL);
INSERT INTO "grants" VALUES(5,5,'data_officer','210100','',NULL,'2026-03-02T01:00:00.000000Z',NULL);
CREATE TABLE proposals (
	id INTEGER NOT NULL, 
	kind VARCHAR(120) NOT NULL, 
	subject VARCHAR(120) NOT NULL, 
	facts TEXT NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	proposed_by VARCHAR(120) NOT NULL, 
	proposed_at VARCHAR(27) NOT NULL, 
	decided_by VARCHAR(120), 
	decided_at VARCHAR(27), 
	reason TEXT, 
	CONSTRAINT pk_proposals PRIMARY KEY (id), 
	CONSTRAINT ck_proposals_ck_proposals_state CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')), 
	CONSTRAINT ck_proposals_ck_proposals_two_people CHECK (state <> 'accepted' OR decided_by <> proposed_by)
);
CREATE TABLE reads (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	actor VARCHAR(120) NOT NULL, 
	what VARCHAR(300) NOT NULL, 
	scope VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_reads PRIMARY KEY (id)
);
CREATE TABLE service_accounts (
	id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	scopes VARCHAR(300) NOT NULL, 
	region VARCHAR(40) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	ends_at VARCHAR(27) NOT NULL, 
	proposal_id INTEGER NOT NULL, 
	ended_at VARCHAR(27), 
	CONSTRAINT pk_service_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_service_accounts_name UNIQUE (name), 
	CONSTRAINT uq_service_accounts_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_service_accounts_proposal_id FOREIGN KEY(proposal_id) REFERENCES proposals (id)
);
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	user_id INTEGER NOT NULL, 
	method VARCHAR(20) NOT NULL, 
	address VARCHAR(60) NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	ends_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE TABLE sign_in_failures (
	name_hash VARCHAR(64) NOT NULL, 
	count INTEGER NOT NULL, 
	last_at VARCHAR(27) NOT NULL, 
	locked_until VARCHAR(27), 
	CONSTRAINT pk_sign_in_failures PRIMARY KEY (name_hash)
);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	display_name VARCHAR(120) NOT NULL, 
	department VARCHAR(120) DEFAULT '' NOT NULL, 
	password_hash VARCHAR(200), 
	must_change_password INTEGER NOT NULL, 
	password_changed_at VARCHAR(27), 
	identity_issuer VARCHAR(300), 
	identity_subject VARCHAR(200), 
	is_active INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name), 
	CONSTRAINT uq_users_identity UNIQUE (identity_issuer, identity_subject)
);
INSERT INTO "users" VALUES(1,'an.ning','安宁','','$argon2id$v=19$m=65536,t=3,p=4$qKolpGoSObOLZUGMEMMTQw$iH5rvJQLxE3koAUJd0bNmeCVGVARVSdbR6T2MWLUwcU',0,NULL,NULL,NULL,1,'2026-03-02T01:00:00.000000Z');
INSERT INTO "users" VALUES(2,'bai.he','白鹤','','$argon2id$v=19$m=65536,t=3,p=4$qKolpGoSObOLZUGMEMMTQw$iH5rvJQLxE3koAUJd0bNmeCVGVARVSdbR6T2MWLUwcU',0,NULL,NULL,NULL,1,'2026-03-02T01:00:00.000000Z');
INSERT INTO "users" VALUES(3,'cui.lan','崔岚','','$argon2id$v=19$m=65536,t=3,p=4$qKolpGoSObOLZUGMEMMTQw$iH5rvJQLxE3koAUJd0bNmeCVGVARVSdbR6T2MWLUwcU',0,NULL,NULL,NULL,1,'2026-03-02T01:00:00.000000Z');
INSERT INTO "users" VALUES(4,'du.heng','杜蘅','','$argon2id$v=19$m=65536,t=3,p=4$qKolpGoSObOLZUGMEMMTQw$iH5rvJQLxE3koAUJd0bNmeCVGVARVSdbR6T2MWLUwcU',0,NULL,NULL,NULL,1,'2026-03-02T01:00:00.000000Z');
INSERT INTO "users" VALUES(5,'fang.ke','方可','','$argon2id$v=19$m=65536,t=3,p=4$qKolpGoSObOLZUGMEMMTQw$iH5rvJQLxE3koAUJd0bNmeCVGVARVSdbR6T2MWLUwcU',0,NULL,NULL,NULL,1,'2026-03-02T01:00:00.000000Z');
CREATE INDEX ix_events_subject ON events (subject, sequence);
CREATE INDEX ix_events_actor ON events (actor, sequence);
CREATE INDEX ix_proposals_open ON proposals (kind, state);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'rows of events are never changed'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'rows of events are never changed'); END;
CREATE TRIGGER attachments_no_update BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'rows of attachments are never changed'); END;
CREATE TRIGGER attachments_no_delete BEFORE DELETE ON attachments
BEGIN SELECT RAISE(ABORT, 'rows of attachments are never changed'); END;
CREATE INDEX ix_grants_user ON grants (user_id);
CREATE INDEX ix_sessions_user ON sessions (user_id);
CREATE INDEX ix_reads_at ON reads (at);
CREATE TRIGGER reads_no_update BEFORE UPDATE ON reads
BEGIN SELECT RAISE(ABORT, 'rows of reads are never changed'); END;
CREATE TRIGGER reads_no_delete BEFORE DELETE ON reads
BEGIN SELECT RAISE(ABORT, 'rows of reads are never changed'); END;
CREATE INDEX ix_events_kind ON events (kind, sequence);
COMMIT;
