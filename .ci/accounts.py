"""Say how to sign in to the demo. In production there is nothing to say."""

import os

ACCOUNTS = (
    ("enterprise, enterprise2", "企业用户 enterprise members"),
    ("officer, officer2", "服务中心专员 desk officers"),
    ("desk_lead", "中心负责人 desk lead"),
    ("handler, handler2, handler3", "部门经办人 handlers (经济发展局, 人社局, 建设局)"),
    ("department_head", "部门负责人 department head (经济发展局)"),
    ("leader", "管委会领导 zone leader"),
    ("supervisor", "督查室 supervisor"),
    ("inspector", "纪检监察工委 inspector"),
    ("admin", "系统管理员 administrator"),
)

if os.environ.get("SERVICEDESK_ENV", "demo") == "demo":
    host, port = os.environ.get("SERVICEDESK_HOST", "127.0.0.1"), os.environ.get("SERVICEDESK_PORT", "8000")
    print(f"\nhttp://{host}:{port}   demo accounts, all with the password Whistle-2026!\n")
    print("\n".join(f"  {names:<28} {role}" for names, role in ACCOUNTS), flush=True)
    print(flush=True)
