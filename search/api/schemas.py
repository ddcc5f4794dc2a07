"""Shapes of the answers. What stands in them is Japanese, since the OpenAPI document prints it.

Facts have the shapes of the data contract (programs/contract.schema.json): `ProgramRecord` and
`CaseResult` are open here and get those shapes in the document (openapi.py).
No docstrings below: pydantic would print them to readers of the document.
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class FacetValue(BaseModel):
    value: str = Field(description="パラメータに書く値")
    label: str = Field(description="画面に出る名前")
    count: int = Field(ge=0, description="ほかの条件はそのままに、この値だけを選んだときの件数")


class ProgramLink(BaseModel):
    code: str = Field(description="施策のコード")
    name: str
    url: str = Field(description="施策のページのアドレス（このサイトの中のパス）")


class ProgramResult(ProgramLink):
    aliases: list[str] = Field(description="資料に印刷されている別の名前")
    summary: str
    support_type: str = Field(description="支援の種類")
    fields: list[str] = Field(description="分野")
    fiscal_years: list[int] = Field(description="年度版のある年度（4月に始まる年の西暦）")
    other_ministry: bool = Field(description="他省庁の施策")
    updated_at: datetime = Field(description="公開内容を更新した時刻")
    record_url: str = Field(description="この施策のすべての事実（JSON）のアドレス")


class CaseResult(BaseModel):
    model_config = ConfigDict(extra="allow")

    program: ProgramLink = Field(description="事例の載っている施策")


class ListPage(BaseModel):
    count: int = Field(ge=0, description="条件に合うものの数（全ページ）")
    next: str | None = Field(description="次のページのアドレス。最後のページでは null")
    previous: str | None = Field(description="前のページのアドレス。最初のページでは null")
    notices: list[str] = Field(
        description="見つからないことばの代わりに何を探したか。打ったとおりに探すには spelling=as-typed"
    )


class ProgramPage(ListPage):
    results: list[ProgramResult]
    facets: dict[str, list[FacetValue]] = Field(description="パラメータの名前ごとの、値と件数")


class CasePage(ListPage):
    results: list[CaseResult]
    facets: dict[str, list[FacetValue]] = Field(description="パラメータの名前ごとの、値と件数")


class ProgramRecord(BaseModel):
    model_config = ConfigDict(extra="allow")


class ParameterError(BaseModel):
    parameter: str | None = Field(description="誤りのあるパラメータ。パラメータの誤りでなければ null")
    message: str = Field(description="何がいけないか、何を書けばよいか（日本語）")
    allowed: list[str] | None = Field(description="書ける値。一覧にできないものでは null")


class Errors(BaseModel):
    errors: list[ParameterError] = Field(min_length=1)
